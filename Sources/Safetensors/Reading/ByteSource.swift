/// Where the bytes of a file are, and the one way to get at them.
enum ByteSource: Sendable {
    case memory([UInt8])
    case mapped(MappedBytes)
    case file(OpenFile)

    /// Whether the bytes have an address, so that looking at them copies nothing.
    var isInMemory: Bool {
        if case .file = self { return false }
        return true
    }

    /// Calls `body` with the bytes of `range`, which must lie in the file; a `file` reads them first.
    func withBytes<R>(
        in range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) throws(SafetensorsError) -> R
    ) throws(SafetensorsError) -> R {
        switch self {
        case .memory(let bytes):
            return try unsafe bytes.withUnsafeBufferPointer {
                (bytes) throws(SafetensorsError) in
                try unsafe body(Self.part(range, of: UnsafeRawBufferPointer(bytes)))
            }
        case .mapped(let mapping):
            return try unsafe mapping.withBytes { (bytes) throws(SafetensorsError) in
                try unsafe body(Self.part(range, of: bytes))
            }
        case .file(let file):
            let buffer = UnsafeMutableRawBufferPointer.allocate(
                byteCount: range.count, alignment: 16)
            defer { unsafe buffer.deallocate() }
            try unsafe file.read(into: buffer, at: range.lowerBound)
            return try unsafe body(UnsafeRawBufferPointer(buffer))
        }
    }

    /// Copies the bytes of `range` into `target`, which has room for exactly them.
    func copy(
        _ range: Range<Int>, to target: UnsafeMutableRawBufferPointer
    ) throws(SafetensorsError) {
        if case .file(let file) = self {
            return try unsafe file.read(into: target, at: range.lowerBound)
        }
        try unsafe withBytes(in: range) { bytes in unsafe target.copyMemory(from: bytes) }
    }

    private static func part(
        _ range: Range<Int>, of bytes: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
    }
}
