/// An array of floating-point numbers as NumPy keeps it in a file.
public struct NumPyArray: Hashable, Sendable {
    /// The element types that can be read and written.
    public enum DType: Hashable, Sendable, CaseIterable {
        /// `float16`
        case float16
        /// `float32`
        case float32
        /// `float64`
        case float64

        /// The bytes of one element.
        public var byteCount: Int {
            switch self {
            case .float16: 2
            case .float32: 4
            case .float64: 8
            }
        }

        /// The element type as a file names it, without the byte order: `f4`.
        var code: String { "f\(byteCount)" }
    }

    /// The element type.
    public let dtype: DType

    /// The sizes of the dimensions, outermost first; empty for a single value.
    public let shape: [Int]

    /// The elements, little-endian, in row-major order.
    public let bytes: [UInt8]

    /// An array; a number of bytes that does not fit the shape traps.
    public init(dtype: DType, shape: [Int], bytes: [UInt8]) {
        precondition(
            bytes.count == shape.reduce(dtype.byteCount, *), "the bytes must fit the shape")
        self.dtype = dtype
        self.shape = shape
        self.bytes = bytes
    }
}
