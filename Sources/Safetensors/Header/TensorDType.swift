/// The element type of a tensor, named as in a safetensors header.
///
/// Every name that safetensors 0.8 reads is a constant here. The struct is open, so that a name of a
/// later version can be shown; a file that holds one is refused, as the official library refuses it.
public struct TensorDType: RawRepresentable, Hashable, Sendable {
    /// The name in the header, for example `BF16`.
    public let rawValue: String

    /// A dtype by its name in the header; nothing checks here that the format knows it.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// True or false, one byte each.
    public static let bool = TensorDType(rawValue: "BOOL")
    /// Four-bit float (E2M1), two values to a byte.
    public static let float4 = TensorDType(rawValue: "F4")
    /// Six-bit float with two exponent bits.
    public static let float6E2M3 = TensorDType(rawValue: "F6_E2M3")
    /// Six-bit float with three exponent bits.
    public static let float6E3M2 = TensorDType(rawValue: "F6_E3M2")
    /// Unsigned 8-bit integer.
    public static let uint8 = TensorDType(rawValue: "U8")
    /// Signed 8-bit integer.
    public static let int8 = TensorDType(rawValue: "I8")
    /// Eight-bit float with five exponent bits.
    public static let float8E5M2 = TensorDType(rawValue: "F8_E5M2")
    /// Eight-bit float with four exponent bits, no infinities.
    public static let float8E4M3 = TensorDType(rawValue: "F8_E4M3")
    /// Eight exponent bits and nothing else: a power of two, used as a scale.
    public static let float8E8M0 = TensorDType(rawValue: "F8_E8M0")
    /// `F8_E4M3` with one zero and one NaN.
    public static let float8E4M3FNUZ = TensorDType(rawValue: "F8_E4M3FNUZ")
    /// `F8_E5M2` with one zero and one NaN.
    public static let float8E5M2FNUZ = TensorDType(rawValue: "F8_E5M2FNUZ")
    /// Signed 16-bit integer.
    public static let int16 = TensorDType(rawValue: "I16")
    /// Unsigned 16-bit integer.
    public static let uint16 = TensorDType(rawValue: "U16")
    /// IEEE 754 binary16.
    public static let float16 = TensorDType(rawValue: "F16")
    /// The upper half of a binary32.
    public static let bfloat16 = TensorDType(rawValue: "BF16")
    /// Signed 32-bit integer.
    public static let int32 = TensorDType(rawValue: "I32")
    /// Unsigned 32-bit integer.
    public static let uint32 = TensorDType(rawValue: "U32")
    /// IEEE 754 binary32.
    public static let float32 = TensorDType(rawValue: "F32")
    /// Two binary32, the real part first.
    public static let complex64 = TensorDType(rawValue: "C64")
    /// IEEE 754 binary64.
    public static let float64 = TensorDType(rawValue: "F64")
    /// Signed 64-bit integer.
    public static let int64 = TensorDType(rawValue: "I64")
    /// Unsigned 64-bit integer.
    public static let uint64 = TensorDType(rawValue: "U64")

    /// All dtypes of safetensors 0.8, in the order in which its writer ranks them by alignment.
    ///
    /// The writer puts the last of these first in a file, so the order decides the bytes written and
    /// must not change.
    public static let known: [TensorDType] = [
        .bool, .float4, .float6E2M3, .float6E3M2, .uint8, .int8, .float8E5M2, .float8E4M3,
        .float8E8M0, .float8E4M3FNUZ, .float8E5M2FNUZ, .int16, .uint16, .float16, .bfloat16,
        .int32, .uint32, .float32, .complex64, .float64, .int64, .uint64,
    ]
}

extension TensorDType {
    /// The size of one element in bits; nil for a name that the format does not know.
    public var bitWidth: Int? {
        switch self {
        case .float4: 4
        case .float6E2M3, .float6E3M2: 6
        case .bool, .uint8, .int8, .float8E5M2, .float8E4M3, .float8E8M0, .float8E4M3FNUZ,
            .float8E5M2FNUZ:
            8
        case .int16, .uint16, .float16, .bfloat16: 16
        case .int32, .uint32, .float32: 32
        case .complex64, .float64, .int64, .uint64: 64
        default: nil
        }
    }

    /// Whether the elements are real floating-point numbers of any width (complex ones are not).
    public var isFloat: Bool {
        switch self {
        case .float64, .float32, .float16, .bfloat16, .float8E5M2, .float8E4M3, .float8E8M0,
            .float8E4M3FNUZ, .float8E5M2FNUZ, .float6E2M3, .float6E3M2, .float4:
            true
        default: false
        }
    }

    /// Whether ``TensorConversion`` and ``TensorView`` turn this dtype into `Float`:
    /// F64, F32, F16 and BF16.
    public var isConvertibleToFloat: Bool { convertibleWidth != nil }

    /// The bytes of one element of a dtype that converts to `Float`, else nil.
    var convertibleWidth: Int? {
        switch self {
        case .float64: 8
        case .float32: 4
        case .float16, .bfloat16: 2
        default: nil
        }
    }
}

extension TensorDType: CustomStringConvertible {
    /// The name in the header.
    public var description: String { rawValue }
}
