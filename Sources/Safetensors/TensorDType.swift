/// The element type of a tensor, named as in a safetensors header.
public struct TensorDType: RawRepresentable, Hashable, Sendable {
    /// The name in the header, for example `BF16`.
    public let rawValue: String

    /// A dtype by its name in the header; nothing checks here that the format knows it.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// IEEE 754 binary64.
    public static let float64 = TensorDType(rawValue: "F64")
    /// IEEE 754 binary32.
    public static let float32 = TensorDType(rawValue: "F32")
    /// IEEE 754 binary16.
    public static let float16 = TensorDType(rawValue: "F16")
    /// The upper half of a binary32.
    public static let bfloat16 = TensorDType(rawValue: "BF16")
}
