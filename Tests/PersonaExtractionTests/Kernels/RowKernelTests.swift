import CKernels
import Foundation
import PersonaExtraction
import Testing

/// What is done row by row, against the formulas in double.
struct RowKernelTests {
    static let counts = [1, 3, 16, 37]

    @Test(arguments: InstructionSet.supported, counts)
    func normsDivideByTheRootMeanSquare(_ instructions: InstructionSet, _ count: Int) {
        var noise = Noise(4)
        let (x, weight) = (noise.values(count), noise.values(count))
        var output = [Float](repeating: .nan, count: count)
        pv_rms_norm(instructions.rawValue, x, weight, count, 1e-6, &output)
        var squares = 0.0
        for value in x { squares += Double(value) * Double(value) }
        let root: Double = (squares / Double(count) + 1e-6).squareRoot()
        for index in 0..<count {
            let expected: Double = Double(x[index]) / root * Double(weight[index])
            #expect(isNear(output[index], expected, within: 1e-6))
        }
    }

    @Test(arguments: InstructionSet.supported)
    func activationsEqualTheirFormulas(_ instructions: InstructionSet) {
        let x = stride(from: Float(-100), through: 100, by: 0.37).map { $0 }
        let up = [Float](repeating: 2, count: x.count)
        var (silu, gelu, capped) = (x, x, x)
        pv_silu_times(instructions.rawValue, &silu, up, x.count)
        pv_gelu_times(instructions.rawValue, &gelu, up, x.count)
        pv_softcap(instructions.rawValue, &capped, 30, x.count)
        let root: Double = (2 / Double.pi).squareRoot()
        for index in x.indices {
            let value = Double(x[index])
            let cube: Double = value * value * value
            let inner: Double = root * (value + 0.044715 * cube)
            let tolerance: Double = 2e-6 * max(1, abs(value))
            let expectedSilu: Double = 2 * value / (1 + exp(-value))
            let expectedGelu: Double = value * (1 + tanh(inner))
            let expectedCap: Double = 30 * tanh(value / 30)
            #expect(isNear(silu[index], expectedSilu, within: tolerance))
            #expect(isNear(gelu[index], expectedGelu, within: tolerance))
            #expect(isNear(capped[index], expectedCap, within: 1e-5))
        }
    }

    @Test(arguments: InstructionSet.supported)
    func rotationTurnsTheHalvesOfEachHead(_ instructions: InstructionSet) {
        var noise = Noise(5)
        let (heads, half) = (3, 11)
        let row = noise.values(heads * 2 * half)
        let angles = noise.values(half)
        let (cosines, sines) = (angles.map { cosf($0) }, angles.map { sinf($0) })
        var turned = row
        pv_rotate(instructions.rawValue, &turned, heads, 2 * half, cosines, sines)
        for head in 0..<heads {
            for index in 0..<half {
                let (low, high) = (head * 2 * half + index, head * 2 * half + half + index)
                let (a, b) = (Double(row[low]), Double(row[high]))
                let (c, s) = (Double(cosines[index]), Double(sines[index]))
                #expect(isNear(turned[low], a * c - b * s, within: 1e-6))
                #expect(isNear(turned[high], b * c + a * s, within: 1e-6))
            }
        }
    }

    @Test(arguments: InstructionSet.supported)
    func everyHalfWidensExactly(_ instructions: InstructionSet) {
        let halves = (0...UInt16.max).map { $0 }
        var (float16, bfloat16) = (
            [Float](repeating: 0, count: halves.count), [Float](repeating: 0, count: halves.count)
        )
        pv_widen(
            instructions.rawValue, halves, CInt(PV_DTYPE_F16), halves.count, 1, &float16)
        pv_widen(
            instructions.rawValue, halves, CInt(PV_DTYPE_BF16), halves.count, 1, &bfloat16)
        let wrong = halves.filter { half in
            let bits = UInt32(half) << 16
            return !Self.isSame(float16[Int(half)], Float(Float16(bitPattern: half)))
                || !Self.isSame(bfloat16[Int(half)], Float(bitPattern: bits))
        }
        #expect(wrong.isEmpty)
    }

    /// Equal in every bit, or both not a number.
    static func isSame(_ found: Float, _ expected: Float) -> Bool {
        found.bitPattern == expected.bitPattern || found.isNaN && expected.isNaN
    }

    @Test(arguments: InstructionSet.supported)
    func roundingToBFloat16TiesToEven(_ instructions: InstructionSet) {
        let cases: [(Float, UInt16)] = [
            (1, 0x3f80), (Float(bitPattern: 0x3f80_8000), 0x3f80),
            (Float(bitPattern: 0x3f81_8000), 0x3f82), (Float(bitPattern: 0x3f80_8001), 0x3f81),
            (-0.0, 0x8000), (.infinity, 0x7f80), (.greatestFiniteMagnitude, 0x7f80),
        ]
        for (value, expected) in cases {
            var output: UInt16 = 0
            pv_round_to_bf16(instructions.rawValue, [value], &output, 1)
            #expect(output == expected)
        }
        var notANumber: UInt16 = 0
        pv_round_to_bf16(
            instructions.rawValue, [Float(bitPattern: 0x7f80_0001)], &notANumber, 1)
        #expect(Float(bitPattern: UInt32(notANumber) << 16).isNaN)
    }
}
