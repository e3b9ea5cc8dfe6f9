#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A regular file open for reading; a class because the last reference closes the descriptor.
final class OpenFile: Sendable {
    let path: String
    /// The size when it was opened.
    let size: Int
    let descriptor: CInt

    init(_ path: String) throws(SafetensorsError) {
        guard !path.utf8.contains(0) else { throw .pathHasNUL(path) }
        var descriptor: CInt
        repeat {
            // O_NONBLOCK: a pipe in place of the file must be refused, not waited for.
            descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        } while descriptor < 0 && errno == EINTR
        guard descriptor >= 0 else { throw .cannotOpen(path, errorNumber: errno) }
        var status = stat()
        let result = unsafe fstat(descriptor, &status)
        guard result == 0, status.st_mode & S_IFMT == S_IFREG else {
            let errorNumber = errno
            close(descriptor)
            throw result == 0 ? .notAFile(path) : .cannotOpen(path, errorNumber: errorNumber)
        }
        self.path = path
        self.size = Int(status.st_size)
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Fills `buffer` with the bytes from `position` on.
    func read(
        into buffer: UnsafeMutableRawBufferPointer, at position: Int
    ) throws(SafetensorsError) {
        guard var target = buffer.baseAddress else { return }
        var done = 0
        while done < buffer.count {
            let count = unsafe pread(
                descriptor, target, buffer.count - done, off_t(position + done))
            guard count != 0 else {
                throw .fileChanged(path, position: position, count: buffer.count)
            }
            if count > 0 {
                done += count
                unsafe target += count
            } else if errno != EINTR {
                throw .cannotRead(path, errorNumber: errno)
            }
        }
    }
}
