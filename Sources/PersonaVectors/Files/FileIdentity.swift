#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What tells one state of a file from another without reading it.
///
/// A rename gives another inode; a rewrite in place, as the original does it, gives another size
/// or time.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    let size: Int
    private let modified: Instant
    private let changed: Instant

    private struct Instant: Hashable, Sendable {
        let seconds: Int
        let nanoseconds: Int
    }

    private init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        size = Int(status.st_size)
        #if canImport(Darwin)
        let (modification, change) = (status.st_mtimespec, status.st_ctimespec)
        #else
        let (modification, change) = (status.st_mtim, status.st_ctim)
        #endif
        modified = Instant(seconds: modification.tv_sec, nanoseconds: modification.tv_nsec)
        changed = Instant(seconds: change.tv_sec, nanoseconds: change.tv_nsec)
    }

    /// The identity of an open file.
    static func of(descriptor: CInt, path: String) throws(ArtifactError) -> FileIdentity {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .posix("examine", path: path) }
        return FileIdentity(status)
    }

    /// The identity of the file at a path, or nil when nothing is there.
    static func of(path: String) throws(ArtifactError) -> FileIdentity? {
        var status = stat()
        if stat(path, &status) == 0 { return FileIdentity(status) }
        guard errno == ENOENT || errno == ENOTDIR else { throw .posix("examine", path: path) }
        return nil
    }

    /// Whether the file was changed so shortly before now that a further change could leave the
    /// same times: clocks of file systems tick every few milliseconds.
    var isRacy: Bool {
        var now = timespec()
        guard clock_gettime(CLOCK_REALTIME, &now) == 0 else { return true }
        let age =
            (now.tv_sec - modified.seconds) * 1_000_000_000 + now.tv_nsec - modified.nanoseconds
        return age < 20_000_000
    }
}

extension ArtifactError {
    /// A failed system call, with what `errno` says.
    static func posix(_ action: String, path: String, code: CInt = errno) -> ArtifactError {
        ioFailed(action, path: path, reason: String(cString: strerror(code)))
    }
}
