#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The file being written: takes bytes in order, gathers small pieces into one system call.
public struct FileOutput: ~Copyable {
    /// Pieces up to this size are gathered; larger ones are written from where they lie.
    private static let gathered = 64 << 10

    private let descriptor: CInt
    private let path: String
    private var pending: [UInt8] = []

    /// Writes to a descriptor that somebody else closes; `path` names it in errors.
    package init(descriptor: CInt, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Appends bytes.
    ///
    /// - Parameter bytes: the next bytes of the file.
    /// - Throws: ``SafetensorsError`` with code `ioFailed`, for example when the disk is full.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(SafetensorsError) {
        if pending.count + bytes.count > Self.gathered {
            try flush()
        }
        if bytes.count > Self.gathered {
            try unsafe writeAll(bytes)
        } else {
            unsafe pending.append(contentsOf: bytes)
        }
    }

    /// Appends bytes.
    ///
    /// - Parameter bytes: the next bytes of the file.
    /// - Throws: as ``append(_:)-(UnsafeRawBufferPointer)``.
    public mutating func append(_ bytes: [UInt8]) throws(SafetensorsError) {
        try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(SafetensorsError) in
            try unsafe append(UnsafeRawBufferPointer(bytes))
        }
    }

    /// Hands what was gathered to the operating system.
    package mutating func flush() throws(SafetensorsError) {
        try unsafe pending.withUnsafeBufferPointer { (bytes) throws(SafetensorsError) in
            try unsafe writeAll(UnsafeRawBufferPointer(bytes))
        }
        pending.removeAll(keepingCapacity: true)
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer) throws(SafetensorsError) {
        guard var source = bytes.baseAddress else { return }
        var left = bytes.count
        while left > 0 {
            let count = unsafe write(descriptor, source, left)
            if count >= 0 {
                left -= count
                unsafe source += count
            } else if errno != EINTR {
                throw .cannotWrite(path, errorNumber: errno)
            }
        }
    }
}
