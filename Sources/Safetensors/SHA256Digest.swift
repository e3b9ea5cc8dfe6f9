import Crypto

/// A SHA-256 of some bytes.
public struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
    /// The 64 lower-case hexadecimal digits.
    public let hex: String

    /// ``hex``.
    public var description: String { hex }

    /// The digest of bytes in memory.
    public init(of bytes: UnsafeRawBufferPointer) {
        var hasher = SHA256Hasher()
        unsafe hasher.update(bytes)
        self = hasher.finalize()
    }

    /// The digest of bytes in memory.
    public init(of bytes: [UInt8]) {
        self = unsafe bytes.withUnsafeBufferPointer {
            unsafe SHA256Digest(of: UnsafeRawBufferPointer($0))
        }
    }

    /// The digest of a whole file, read once in pieces of 1 MiB.
    ///
    /// - Parameter path: the file; symbolic links are followed.
    /// - Throws: ``SafetensorsError`` with code `notFound`, `notAFile`, `ioFailed` or `fileChanged`.
    /// - Complexity: O(size of the file) time, constant memory.
    public init(ofFile path: String) throws(SafetensorsError) {
        let file = try OpenFile(path)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { unsafe buffer.deallocate() }
        var hasher = SHA256Hasher()
        var position = 0
        while position < file.size {
            let count = min(buffer.count, file.size - position)
            let piece = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
            try unsafe file.read(into: piece, at: position)
            unsafe hasher.update(UnsafeRawBufferPointer(piece))
            position += count
        }
        self = hasher.finalize()
    }

    fileprivate init(_ digest: SHA256.Digest) {
        let digits = Array("0123456789abcdef".utf8)
        hex = String(
            decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }
}

/// Computes a ``SHA256Digest`` of bytes that arrive in pieces.
public struct SHA256Hasher: Sendable {
    private var state = SHA256()

    /// A hasher that has seen nothing.
    public init() {}

    /// Adds the next bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe state.update(bufferPointer: bytes)
    }

    /// The digest of all bytes so far; more may be added afterwards.
    public func finalize() -> SHA256Digest {
        SHA256Digest(state.finalize())
    }
}
