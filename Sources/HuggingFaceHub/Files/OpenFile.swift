#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// An open file that closes itself; all reading and writing is at explicit offsets.
package final class OpenFile: Sendable {
    package let path: String
    let descriptor: CInt

    package enum Mode: Sendable {
        case read
        /// Created if missing, kept if there.
        case update
        /// Created; fails if there.
        case createNew
    }

    /// Opens `path`; a new file gets the permissions that the process' umask leaves of 0666.
    package init(_ path: String, _ mode: Mode) throws {
        let flags =
            switch mode {
            case .read: O_RDONLY
            case .update: O_RDWR | O_CREAT
            case .createNew: O_RDWR | O_CREAT | O_EXCL
            }
        descriptor = open(path, flags | O_CLOEXEC, 0o666)
        self.path = path
        guard descriptor >= 0 else { throw HubError.file("open", path, errno) }
    }

    deinit {
        _ = close(descriptor)
    }

    /// The size in bytes.
    package func size() throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw HubError.file("read", path, errno) }
        return Int(status.st_size)
    }

    /// Reads up to `buffer.count` bytes; fewer only at the end of the file.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let got = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw HubError.file("read", path, errno) }
            if got == 0 { break }
            filled += got
        }
        return filled
    }

    /// The bytes of `range`, all of which must be in the file.
    package func bytes(in range: Range<Int>) throws -> [UInt8] {
        let bytes = try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            count = try read(into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
        }
        guard bytes.count == range.count else {
            throw HubError.fileTooShort(path, found: range.lowerBound + bytes.count, range: range)
        }
        return bytes
    }

    /// Writes all of `bytes` at `offset`.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + written))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw HubError.file("write", path, errno) }
            written += count
        }
    }

    package func truncate(to size: Int) throws {
        guard ftruncate(descriptor, off_t(size)) == 0 else {
            throw HubError.file("write", path, errno)
        }
    }

    /// Waits until the bytes are on the disk.
    package func synchronize() throws {
        guard fsync(descriptor) == 0 else { throw HubError.file("write", path, errno) }
    }

    /// Sets the permissions whatever the process' umask; of a file of somebody else they stay.
    package func setPermissions(_ mode: Int) {
        _ = fchmod(descriptor, mode_t(mode))
    }

    /// Takes an exclusive `flock` if nobody else holds one on this file.
    ///
    /// - Returns: `.busy` when it is held, in this process or another; `.unsupported` on a file
    ///   system without locks.
    package func tryLock() -> LockAttempt {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return .busy
            default: return .unsupported
            }
        }
        return .locked
    }

    package enum LockAttempt: Sendable {
        case locked
        case busy
        case unsupported
    }
}
