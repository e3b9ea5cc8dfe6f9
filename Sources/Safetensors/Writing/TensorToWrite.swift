/// A tensor on its way into a file.
public struct TensorToWrite: Sendable {
    /// The key in the header.
    public let name: String
    /// The element type.
    public let dtype: TensorDType
    /// The sizes of the dimensions, outermost first; empty for a single value.
    public let shape: [Int]

    private let contents: Contents

    private enum Contents {
        case bytes([UInt8])
        case floats([Float])
    }

    /// A tensor whose elements are stored bytes already.
    ///
    /// - Parameters:
    ///   - name: any string but `__metadata__`.
    ///   - dtype: one of ``TensorDType/known``.
    ///   - shape: the sizes of the dimensions.
    ///   - bytes: the elements in row-major order, little endian. Name, dtype, shape and their number
    ///     are checked when the tensor is written.
    public init(name: String, dtype: TensorDType, shape: [Int], bytes: [UInt8]) {
        self.name = name
        self.dtype = dtype
        self.shape = shape
        contents = .bytes(bytes)
    }

    /// An F32 tensor; the floats are not copied.
    ///
    /// - Parameters:
    ///   - name: any string but `__metadata__`.
    ///   - shape: the sizes of the dimensions.
    ///   - floats: the elements in row-major order; their number is checked when they are written.
    public init(name: String, shape: [Int], floats: [Float]) {
        self.name = name
        self.dtype = .float32
        self.shape = shape
        contents = .floats(floats)
    }

    /// Calls `body` with the elements' bytes as they will be stored, for example to digest them.
    public func withBytes<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        switch contents {
        case .bytes(let bytes):
            try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(E) in
                try unsafe body(UnsafeRawBufferPointer(bytes))
            }
        case .floats(let floats):
            try unsafe floats.withUnsafeBufferPointer { (floats) throws(E) in
                try unsafe body(UnsafeRawBufferPointer(floats))
            }
        }
    }

    /// The number of bytes given.
    var byteCount: Int {
        switch contents {
        case .bytes(let bytes): bytes.count
        case .floats(let floats): floats.count * MemoryLayout<Float>.stride
        }
    }
}
