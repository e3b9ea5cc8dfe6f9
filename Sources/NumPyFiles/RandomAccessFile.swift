#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file open for reading at any place.
///
/// A class because it owns a descriptor, which is closed with it.
final class RandomAccessFile: Sendable {
    let path: String
    let byteCount: Int
    private let descriptor: CInt

    init(path: String) throws(NumPyFileError) {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let failure = Self.failure("examine", path)
            close(descriptor)
            throw failure
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .ioFailed("read", path: path, reason: "it is not a file")
        }
        byteCount = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// The bytes of a part of the file, which must lie within it.
    func bytes(in range: Range<Int>) throws(NumPyFileError) -> [UInt8] {
        var failure: NumPyFileError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            while filled < range.count {
                let count = unsafe pread(
                    descriptor, buffer.baseAddress?.advanced(by: filled), range.count - filled,
                    off_t(range.lowerBound + filled))
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = Self.failure("read", path) }
                if count == 0 {
                    failure = .ioFailed(
                        "read", path: path, reason: "it became shorter while it was read")
                }
                if count <= 0 { return }
                filled += count
            }
        }
        if let failure { throw failure }
        return bytes
    }

    private static func failure(_ action: String, _ path: String) -> NumPyFileError {
        .ioFailed(action, path: path, reason: unsafe String(cString: strerror(errno)))
    }
}
