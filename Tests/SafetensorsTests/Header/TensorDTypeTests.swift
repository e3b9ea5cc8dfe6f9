import Safetensors
import Testing

struct TensorDTypeTests {
    @Test func knowsTheWidthOfEveryKnownDType() {
        let widths = TensorDType.known.map { "\($0) \($0.bitWidth ?? 0)" }
        #expect(
            widths == [
                "BOOL 8", "F4 4", "F6_E2M3 6", "F6_E3M2 6", "U8 8", "I8 8", "F8_E5M2 8",
                "F8_E4M3 8", "F8_E8M0 8", "F8_E4M3FNUZ 8", "F8_E5M2FNUZ 8", "I16 16", "U16 16",
                "F16 16", "BF16 16", "I32 32", "U32 32", "F32 32", "C64 64", "F64 64", "I64 64",
                "U64 64",
            ])
    }

    @Test func knowsNoWidthOfAnUnknownDType() {
        #expect(TensorDType(rawValue: "F128").bitWidth == nil)
        #expect(!TensorDType(rawValue: "F128").isFloat)
    }

    @Test func tellsFloatsFromOthers() {
        let others = TensorDType.known.filter { !$0.isFloat }.map(\.rawValue)
        #expect(
            others == ["BOOL", "U8", "I8", "I16", "U16", "I32", "U32", "C64", "I64", "U64"])
        let convertible = TensorDType.known.filter(\.isConvertibleToFloat)
        #expect(convertible == [.float16, .bfloat16, .float32, .float64])
    }
}
