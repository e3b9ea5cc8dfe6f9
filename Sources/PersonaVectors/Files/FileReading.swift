import AlignedMemory

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads whole files into memory of our own.
///
/// Not mapped: another program may rewrite a manifest in place, and a mapped file that shrinks
/// ends the process that touches it.
enum FileReading {
    /// The bytes of a file and the identity they belong to, or nil when there is no file.
    static func read(
        _ path: String
    ) throws(ArtifactError) -> (bytes: AlignedBytes, identity: FileIdentity)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .posix("open", path: path)
        }
        defer { _ = close(descriptor) }
        let identity = try FileIdentity.of(descriptor: descriptor, path: path)
        let bytes = try AlignedBytes(count: identity.size) { buffer throws(ArtifactError) in
            try fill(buffer, from: descriptor, path: path)
        }
        return (bytes, identity)
    }

    private static func fill(
        _ buffer: UnsafeMutableRawBufferPointer, from descriptor: CInt, path: String
    ) throws(ArtifactError) {
        var filled = 0
        while filled < buffer.count {
            let count = systemRead(
                descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .posix("read", path: path) }
            guard count > 0 else {
                throw .ioFailed("read", path: path, reason: "it became shorter while it was read")
            }
            filled += count
        }
    }
}

/// The system call, under a name that the enumeration's own `read` does not hide.
private func systemRead(
    _ descriptor: CInt, _ target: UnsafeMutableRawPointer?, _ count: Int
) -> Int {
    read(descriptor, target, count)
}
