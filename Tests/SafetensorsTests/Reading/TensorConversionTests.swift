import Safetensors
import Testing

struct TensorConversionTests {
    /// The value of a binary16 by its definition (IEEE 754-2019, 3.4), computed in `Double`.
    static func value(ofHalf bits: UInt16) -> Double {
        let sign: Double = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1F)
        let fraction = Double(bits & 0x3FF) / 1024
        return switch exponent {
        case 0: sign * fraction * 0x1p-14
        case 31: fraction == 0 ? sign * .infinity : .nan
        default:
            sign * (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
        }
    }

    static let allPatterns = Array(UInt16.min ... .max)

    static func widened<T>(_ values: [T], _ dtype: TensorDType) throws -> [Float] {
        var target = [Float](repeating: -1, count: values.count)
        try values.withUnsafeBytes { source in
            try target.withUnsafeMutableBufferPointer {
                try TensorConversion.widen(source, dtype: dtype, to: $0)
            }
        }
        return target
    }

    @Test func widensEveryHalfExactly() throws {
        let floats = try Self.widened(Self.allPatterns, .float16)
        for (bits, float) in zip(Self.allPatterns, floats) {
            let expected = Self.value(ofHalf: bits)
            if expected.isNaN {
                // The payload moves up, and the first bit of the fraction makes the NaN quiet.
                let sign = UInt32(bits & 0x8000) << 16
                let pattern = sign | 0x7FC0_0000 | UInt32(bits & 0x3FF) << 13
                try #require(float.bitPattern == pattern, "half \(bits)")
            } else {
                try #require(float.bitPattern == Float(expected).bitPattern, "half \(bits)")
            }
        }
    }

    @Test func widensHalvesAloneAsInBulk() throws {
        // Fewer than eight values take the plain code, more take the processor's instruction.
        let bulk = try Self.widened(Self.allPatterns, .float16).map(\.bitPattern)
        let alone = try Self.allPatterns.map { try Self.widened([$0], .float16)[0].bitPattern }
        #expect(bulk == alone)
    }

    @Test func widensEveryBrainFloatByItsBits() throws {
        let floats = try Self.widened(Self.allPatterns, .bfloat16)
        #expect(floats.map(\.bitPattern) == Self.allPatterns.map { UInt32($0) << 16 })
    }

    static let doubles: [(Double, Float)] = [
        (0.1, 0x1.99999ap-4), (-0.0, -0.0), (1 + 0x1p-24, 1), (1 + 0x1.8p-24, 1 + 0x1p-23),
        (1 + 0x1.8p-23, 1 + 0x1p-22), (0x1.fffffefp127, .greatestFiniteMagnitude),
        (0x1.ffffffp127, .infinity), (-1e300, -.infinity), (.infinity, .infinity),
        (0x1p-149, .leastNonzeroMagnitude), (0x1p-150, 0), (-1e-300, -0.0),
    ]

    @Test(arguments: doubles)
    func roundsADoubleToNearestEven(_ value: Double, _ expected: Float) throws {
        let float = try Self.widened([value], .float64)[0]
        #expect(float.bitPattern == expected.bitPattern)
    }

    @Test func keepsFloatsBitForBit() throws {
        let patterns: [UInt32] = [0x7FA0_0001, 0xFFC0_1234, 0x8000_0000, 0x0000_0001, 0x7F80_0000]
        #expect(try Self.widened(patterns, .float32).map(\.bitPattern) == patterns)
        #expect(try Self.widened([Double.nan], .float64)[0].isNaN)
    }

    @Test(arguments: [1, 2, 3, 5, 7], [TensorDType.float64, .float32, .float16, .bfloat16])
    func takesAnyAddress(_ shift: Int, _ dtype: TensorDType) throws {
        let width = try #require(dtype.bitWidth) / 8
        let bytes = (0..<37 * width).map { UInt8(truncatingIfNeeded: $0 &* 89) }
        let shifted = Array(repeating: 0, count: shift) + bytes
        var target = [Float](repeating: 0, count: 37)
        try shifted.withUnsafeBytes { source in
            try target.withUnsafeMutableBufferPointer {
                let unaligned = UnsafeRawBufferPointer(rebasing: source[shift...])
                try TensorConversion.widen(unaligned, dtype: dtype, to: $0)
            }
        }
        #expect(target.map(\.bitPattern) == (try Self.widened(bytes, dtype, count: 37)))
    }

    /// The conversion of bytes that an array holds at an aligned address.
    static func widened(
        _ bytes: [UInt8], _ dtype: TensorDType, count: Int
    ) throws -> [UInt32] {
        let name = "x"
        let tensor = TensorToWrite(name: name, dtype: dtype, shape: [count], bytes: bytes)
        let file = try SafetensorsFile(bytes: SafetensorsWriter.encode([tensor]), path: "f")
        return try file.tensor(name).floats().map(\.bitPattern)
    }

    @Test func convertsNothing() throws {
        for dtype in [TensorDType.float64, .float32, .float16, .bfloat16] {
            #expect(try Self.widened([UInt64](), dtype) == [])
        }
    }

    @Test(arguments: TensorDType.known.filter { !$0.isConvertibleToFloat })
    func refusesOtherDTypes(_ dtype: TensorDType) throws {
        let error = try #require(failure { _ = try Self.widened([UInt8](), dtype) })
        #expect(error.code == .unsupportedDType)
        #expect(
            error.message
                == """
                Cannot convert a tensor to Float: its dtype is \(dtype), and F64, F32, F16 or BF16 \
                was needed.
                """)
    }
}
