#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Replaces files so that a reader, or a crash, meets the old bytes or the new ones, never a mixture.
///
/// The bytes go to a hidden file in the same folder, which is flushed (``Durability/full``), renamed
/// over the target, and whose folder is flushed then. A file mapped or open elsewhere keeps its old
/// bytes. Any failure before the rename leaves the target untouched and removes the hidden file; only
/// a process that is killed can leave one behind (``isTemporaryName(_:)`` knows it).
public enum AtomicFile {
    /// Writes `bytes` to `path`.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - path: the file to make or to replace; its folder must exist. A symbolic link is replaced,
    ///     not followed.
    ///   - durability: what the file survives once this has returned.
    /// - Throws: ``SafetensorsError`` with code `ioFailed` or `notAFile`.
    public static func write(
        _ bytes: [UInt8], to path: String, durability: Durability = .full
    ) throws(SafetensorsError) {
        try write(to: path, durability: durability) { (output) throws(SafetensorsError) in
            try output.append(bytes)
        }
    }

    /// Writes to `path` what `body` appends, piece by piece.
    ///
    /// A new file gets the permissions 0666 less the process's umask, like any file; one that
    /// replaces another keeps the other's.
    ///
    /// - Parameters:
    ///   - path: as in ``write(_:to:durability:)``.
    ///   - durability: what the file survives once this has returned.
    ///   - body: appends the file's bytes in order; throws to give up.
    /// - Throws: what `body` throws, or ``SafetensorsError`` with code `ioFailed` or `notAFile`. With
    ///   the one exception of a folder that cannot be flushed, `path` is then as before.
    public static func write(
        to path: String, durability: Durability = .full,
        _ body: (inout FileOutput) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) {
        try prepare(at: path, durability: durability, body).publish(durability: durability)
    }

    /// Writes beside `path` what `body` appends, for the caller to move into place.
    ///
    /// Several files that belong together are prepared first and renamed only when all of them
    /// could be written; the folder is then the caller's to flush, once.
    ///
    /// - Parameters:
    ///   - path: as in ``write(_:to:durability:)``.
    ///   - durability: whether the bytes are flushed to the disk.
    ///   - body: appends the file's bytes in order; throws to give up.
    /// - Returns: the file beside `path`.
    /// - Throws: what `body` throws, or ``SafetensorsError``; nothing is left beside `path` then.
    package static func prepare(
        at path: String, durability: Durability,
        _ body: (inout FileOutput) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) -> PendingFile {
        let (folder, name) = try split(path)
        let temporary = folder + TemporaryName.make(for: name, process: getpid())
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .cannotWrite(path, errorNumber: errno) }
        let file = PendingFile(temporaryPath: temporary, path: path)
        do throws(SafetensorsError) {
            do throws(SafetensorsError) {
                try fill(descriptor, for: path, durability: durability, body)
            } catch {
                close(descriptor)
                throw error
            }
            // Network disks report a failed write as late as here.
            guard close(descriptor) == 0 else { throw .cannotWrite(path, errorNumber: errno) }
        } catch {
            file.discard()
            throw error
        }
        return file
    }

    /// Flushes the names in a folder to the disk, so that files renamed into it survive a power cut.
    ///
    /// - Parameter folder: a folder that exists.
    /// - Throws: ``SafetensorsError`` with code `ioFailed`.
    public static func syncFolder(_ folder: String) throws(SafetensorsError) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotSyncFolder(folder, errorNumber: errno) }
        defer { close(descriptor) }
        // Some network file systems cannot flush a folder and say EINVAL; they have nothing to flush.
        guard flush(descriptor) == 0 || errno == EINVAL else {
            throw .cannotSyncFolder(folder, errorNumber: errno)
        }
    }

    /// Flushes the names in the folder of a file.
    static func syncFolder(ofFile path: String) throws(SafetensorsError) {
        let folder = try split(path).folder
        try syncFolder(folder.isEmpty ? "." : folder)
    }

    /// Whether `name` is that of a hidden file which a killed process may have left behind.
    public static func isTemporaryName(_ name: String) -> Bool {
        TemporaryName.matches(name)
    }

    private static func fill(
        _ descriptor: CInt, for path: String, durability: Durability,
        _ body: (inout FileOutput) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) {
        guard keepPermissions(of: path, on: descriptor) else {
            throw .cannotWrite(path, errorNumber: errno)
        }
        var output = FileOutput(descriptor: descriptor, path: path)
        try body(&output)
        try output.flush()
        guard durability != .full || flush(descriptor) == 0 else {
            throw .cannotWrite(path, errorNumber: errno)
        }
    }

    /// Gives the new file the permissions of the one it replaces; false when the system refuses.
    private static func keepPermissions(of path: String, on descriptor: CInt) -> Bool {
        var old = stat()
        var new = stat()
        guard unsafe stat(path, &old) == 0, old.st_mode & S_IFMT == S_IFREG else { return true }
        // Asked only if they differ: file systems without permissions refuse every change.
        guard unsafe fstat(descriptor, &new) == 0 else { return false }
        return old.st_mode & 0o777 == new.st_mode & 0o777
            || fchmod(descriptor, old.st_mode & 0o777) == 0
    }

    /// The folder with its slash (empty for the working folder) and the file name.
    private static func split(
        _ path: String
    ) throws(SafetensorsError) -> (folder: String, name: String) {
        guard !path.utf8.contains(0) else { throw .pathHasNUL(path) }
        // By bytes: a slash followed by a combining mark is no `/` character to Swift.
        let bytes = path.utf8
        let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) }
        let name = String(path[(start ?? path.startIndex)...])
        guard !name.isEmpty, name != ".", name != ".." else { throw .pathHasNoName(path) }
        return (String(path[..<(start ?? path.startIndex)]), name)
    }

    private static func flush(_ descriptor: CInt) -> CInt {
        #if canImport(Darwin)
        // On Apple's systems fsync leaves the bytes in the disk's cache.
        if fcntl(descriptor, F_FULLFSYNC) == 0 { return 0 }
        #endif
        return fsync(descriptor)
    }
}
