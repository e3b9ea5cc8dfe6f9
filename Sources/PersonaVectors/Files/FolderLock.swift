#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The lock that writers of one folder share: an exclusive `flock` on a file beside the manifest.
///
/// The kernel frees it when its holder dies. The original does not take it: two of our writers
/// never lose an entry, one of ours and one of the original's can.
enum FolderLock {
    /// The lock file's name.
    static let fileName = ".manifest.json.lock"

    /// Waits for the lock of `folder`, which must exist, and holds it while `body` runs.
    ///
    /// With `removingFileOnFailure` the lock file goes when `body` fails, so that a folder that was
    /// made for it can go too.
    static func hold<R>(
        in folder: String, removingFileOnFailure: Bool,
        _ body: () throws(ArtifactError) -> R
    ) throws(ArtifactError) -> R {
        let path = folder + "/" + fileName
        let descriptor = try acquire(path)
        defer { _ = close(descriptor) }
        do throws(ArtifactError) {
            return try body()
        } catch {
            if removingFileOnFailure { _ = unlink(path) }
            throw error
        }
    }

    /// The locked descriptor of the lock file that is at `path` now: while we waited, the one that
    /// we opened may have been removed, and a lock on it would exclude nobody.
    private static func acquire(_ path: String) throws(ArtifactError) -> CInt {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw .posix("create the lock file", path: path) }
            while flock(descriptor, LOCK_EX) != 0 {
                if errno == EINTR { continue }
                let error = ArtifactError.posix("lock", path: path)
                _ = close(descriptor)
                throw error
            }
            if isSameFile(descriptor, path) { return descriptor }
            _ = close(descriptor)
        }
    }

    private static func isSameFile(_ descriptor: CInt, _ path: String) -> Bool {
        var (opened, named) = (stat(), stat())
        return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
            && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }
}
