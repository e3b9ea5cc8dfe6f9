import CKernels
import PersonaExtraction
import Testing

/// Products against sums in double, for every instruction set of this processor.
struct LinearKernelTests {
    struct Size: CustomTestStringConvertible {
        let rows, depth, columns: Int
        var testDescription: String { "\(rows) × \(depth) × \(columns)" }
    }

    static let sizes = [
        Size(rows: 1, depth: 1, columns: 1), Size(rows: 7, depth: 17, columns: 47),
        Size(rows: 8, depth: 64, columns: 48), Size(rows: 13, depth: 577, columns: 33),
        Size(rows: 3, depth: 1201, columns: 101),
    ]

    /// The exact sums, and the sums of magnitudes that rounding errors are measured by.
    static func reference(
        _ input: [Float], _ weights: [Float], _ bias: [Float], _ size: Size
    ) -> [(value: Double, scale: Double)] {
        (0..<size.rows * size.columns).map { index in
            let (row, column) = (index / size.columns, index % size.columns)
            var sum = Double(bias[column])
            var scale = abs(sum)
            for k in 0..<size.depth {
                let x = Double(input[row * size.depth + k])
                let product: Double = x * Double(weights[column * size.depth + k])
                sum += product
                scale += abs(product)
            }
            return (sum, scale)
        }
    }

    static func areNear(
        _ found: [Float], _ expected: some Collection<(value: Double, scale: Double)>
    ) -> Bool {
        zip(found, expected).allSatisfy { isNear($0, $1.value, within: 1e-6 * $1.scale) }
    }

    static func call(
        _ input: UnsafeRawPointer?, _ weights: UnsafeRawPointer?, _ dtype: CInt,
        _ bias: UnsafePointer<Float>?, _ output: UnsafeMutablePointer<Float>?, _ size: Size
    ) -> pv_linear {
        pv_linear(
            input: input, input_stride: size.depth, rows: size.rows, depth: size.depth,
            weights: weights, weights_dtype: dtype, bias: bias, output: output,
            output_stride: size.columns)
    }

    @Test(arguments: InstructionSet.supported, sizes)
    func productsEqualSumsInDouble(_ instructions: InstructionSet, _ size: Size) {
        var noise = Noise(1)
        let input = noise.values(size.rows * size.depth)
        let bias = noise.values(size.columns)
        for dtype in [PV_DTYPE_F32, PV_DTYPE_F16, PV_DTYPE_BF16].map({ CInt($0) }) {
            let weights = StoredWeights(noise.values(size.columns * size.depth), dtype: dtype)
            var output = [Float](repeating: .nan, count: size.rows * size.columns)
            var row = [Float](repeating: .nan, count: size.columns)
            weights.withBase { base in
                var call = Self.call(input, base, dtype, bias, &output, size)
                pv_linear_float(instructions.rawValue, &call, 0, size.columns)
                call = Self.call(input, base, dtype, bias, &row, size)
                pv_linear_row(instructions.rawValue, &call, 0, size.columns)
            }
            let expected = Self.reference(input, weights.values, bias, size)
            #expect(Self.areNear(output, expected))
            #expect(Self.areNear(row, expected.prefix(size.columns)))
        }
    }

    /// What VDPBF16PS is defined as: of each pair the second product is added first, in float.
    static func pairedSums(
        _ input: [Float], _ weights: [Float], _ bias: [Float], _ size: Size
    ) -> [Float] {
        (0..<size.rows * size.columns).map { index in
            let (row, column) = (index / size.columns, index % size.columns)
            let x = input[row * size.depth..<(row + 1) * size.depth]
            let w = weights[column * size.depth..<(column + 1) * size.depth]
            let products = zip(x, w).map { $0 * $1 }
            return stride(from: 0, to: size.depth, by: 2).reduce(bias[column]) { sum, k in
                k + 1 < size.depth ? (sum + products[k + 1]) + products[k] : sum + products[k]
            }
        }
    }

    @Test(arguments: InstructionSet.supported, sizes)
    func pairedProductsAreAddedInTheOrderOfTheInstruction(
        _ instructions: InstructionSet, _ size: Size
    ) {
        expectPairedSums(instructions, size)
    }

    @Test(.enabled(if: InstructionSet.supported.contains(.avx512BFloat16)), arguments: sizes)
    func theInstructionGivesTheSameBits(_ size: Size) {
        expectPairedSums(.avx512BFloat16, size)
    }

    private func expectPairedSums(_ instructions: InstructionSet, _ size: Size) {
        let product = PairedProduct(instructions, size)
        #expect(
            product.output
                == Self.pairedSums(product.input, product.weights, product.bias, size))
    }

    @Test(arguments: InstructionSet.supported, sizes)
    func pairedProductsEqualSumsInDouble(_ instructions: InstructionSet, _ size: Size) {
        let product = PairedProduct(instructions, size)
        let expected = Self.reference(product.input, product.weights, product.bias, size)
        #expect(Self.areNear(product.output, expected))
    }

    /// Noise times noise, both rounded to bfloat16.
    private struct PairedProduct {
        let input: [Float]
        let weights: [Float]
        let bias: [Float]
        let output: [Float]

        init(_ instructions: InstructionSet, _ size: Size) {
            var noise = Noise(4)
            let dtype = CInt(PV_DTYPE_BF16)
            let input = StoredWeights(noise.values(size.rows * size.depth), dtype: dtype)
            let weights = StoredWeights(noise.values(size.columns * size.depth), dtype: dtype)
            let bias = noise.values(size.columns)
            var output = [Float](repeating: .nan, count: size.rows * size.columns)
            input.withBase { input in
                weights.withBase { base in
                    var call = LinearKernelTests.call(input, base, dtype, bias, &output, size)
                    pv_linear_bf16(instructions.rawValue, &call, 0, size.columns)
                }
            }
            self.input = input.values
            self.weights = weights.values
            self.bias = bias
            self.output = output
        }
    }

    @Test(arguments: InstructionSet.supported)
    func aRowDoesNotDependOnTheRowsBesideIt(_ instructions: InstructionSet) {
        let size = Size(rows: 11, depth: 700, columns: 70)
        var noise = Noise(3)
        let input = noise.values(size.rows * size.depth)
        let weights = StoredWeights(
            noise.values(size.columns * size.depth), dtype: CInt(PV_DTYPE_BF16))
        var together = [Float](repeating: .nan, count: size.rows * size.columns)
        var alone = together
        weights.withBase { base in
            var call = Self.call(input, base, weights.dtype, nil, &together, size)
            pv_linear_float(instructions.rawValue, &call, 0, size.columns)
            input.withUnsafeBufferPointer { input in
                alone.withUnsafeMutableBufferPointer { alone in
                    for row in 0..<size.rows {
                        var call = Self.call(
                            input.baseAddress.map { UnsafeRawPointer($0 + row * size.depth) },
                            base, weights.dtype, nil,
                            alone.baseAddress.map { $0 + row * size.columns },
                            Size(rows: 1, depth: size.depth, columns: size.columns))
                        pv_linear_float(instructions.rawValue, &call, 0, 50)
                        pv_linear_float(instructions.rawValue, &call, 50, size.columns)
                    }
                }
            }
        }
        #expect(together == alone)
    }
}
