import CKernels
import Foundation
import PersonaExtraction
import Testing

/// Attention against its definition in double.
struct AttentionKernelTests {
    struct Shape: CustomTestStringConvertible {
        let count, shared, window, group, headSize: Int
        let softcap: Float
        var testDescription: String {
            "\(count) tokens, \(shared) shared, window \(window), \(group) × \(headSize)"
        }
    }

    static let shapes = [
        Shape(count: 1, shared: 0, window: 0, group: 1, headSize: 2, softcap: 0),
        Shape(count: 70, shared: 0, window: 0, group: 2, headSize: 64, softcap: 0),
        Shape(count: 70, shared: 33, window: 0, group: 3, headSize: 40, softcap: 5),
        Shape(count: 90, shared: 60, window: 21, group: 2, headSize: 128, softcap: 0),
        Shape(count: 90, shared: 30, window: 40, group: 1, headSize: 18, softcap: 2),
    ]

    static let heads = 2

    /// The kernel's answer for the rows behind the shared ones, with the head `head`.
    static func found(
        _ shape: Shape, _ instructions: InstructionSet, queries: [Float], keys: [Float],
        values: [Float], shared: Int
    ) -> [Float] {
        let (width, queryWidth) = (heads * shape.headSize, heads * shape.group * shape.headSize)
        let rows = shape.count - shape.shared
        let positions = (shape.shared..<shape.count).map { UInt32($0) }
        var output = [Float](repeating: .nan, count: rows * queryWidth)
        positions.withUnsafeBufferPointer { positions in
            queries.withUnsafeBufferPointer { queries in
                keys.withUnsafeBufferPointer { keys in
                    values.withUnsafeBufferPointer { values in
                        output.withUnsafeMutableBufferPointer { output in
                            var call = pv_attention()
                            call.queries = queries.baseAddress
                            call.query_stride = queryWidth
                            call.positions = positions.baseAddress
                            call.output = output.baseAddress
                            call.output_stride = queryWidth
                            call.shared_keys = keys.baseAddress
                            call.shared_values = values.baseAddress
                            call.own_keys = keys.baseAddress.map { $0 + shared * width }
                            call.own_values = values.baseAddress.map { $0 + shared * width }
                            call.shared_count = shared
                            call.key_stride = width
                            call.head_size = shape.headSize
                            call.group = shape.group
                            call.scale = 0.3
                            call.softcap = shape.softcap
                            call.window = shape.window
                            for head in 0..<heads {
                                let count = pv_attention_scratch(
                                    instructions.rawValue, &call, 0, rows)
                                var scratch = [Float](repeating: .nan, count: count)
                                pv_attention_rows(
                                    instructions.rawValue, &call, head, 0, rows, &scratch)
                            }
                        }
                    }
                }
            }
        }
        return output
    }

    /// One query head's answer at a position.
    static func expected(
        _ shape: Shape, query: ArraySlice<Float>, position: Int, head: Int, keys: [Float],
        values: [Float]
    ) -> [Double] {
        let (size, width) = (shape.headSize, heads * shape.headSize)
        let first = shape.window == 0 ? 0 : max(0, position - shape.window + 1)
        var scores: [Double] = []
        for key in first...position {
            let row = keys[key * width + head * size..<key * width + (head + 1) * size]
            var score = 0.0
            for (q, k) in zip(query, row) { score += 0.3 * Double(q) * Double(k) }
            if shape.softcap > 0 {
                score = Double(shape.softcap) * tanh(score / Double(shape.softcap))
            }
            scores.append(score)
        }
        let peak = scores.max() ?? 0
        let weights = scores.map { exp($0 - peak) }
        let total = weights.reduce(0, +)
        return (0..<size).map { index in
            var sum = 0.0
            for (key, weight) in zip(first...position, weights) {
                sum += Double(values[key * width + head * size + index]) * weight / total
            }
            return sum
        }
    }

    @Test(arguments: InstructionSet.supported, shapes)
    func attentionEqualsItsDefinition(_ instructions: InstructionSet, _ shape: Shape) {
        var noise = Noise(6)
        let size = shape.headSize
        let queryWidth = Self.heads * shape.group * size
        let rows = shape.count - shape.shared
        let queries = noise.values(rows * queryWidth)
        let keys = noise.values(shape.count * Self.heads * size)
        let values = noise.values(shape.count * Self.heads * size)
        let found = Self.found(
            shape, instructions, queries: queries, keys: keys, values: values,
            shared: shape.shared)
        var worst = 0.0
        for row in 0..<rows {
            for queryHead in 0..<Self.heads * shape.group {
                let start = row * queryWidth + queryHead * size
                let expected = Self.expected(
                    shape, query: queries[start..<start + size], position: shape.shared + row,
                    head: queryHead / shape.group, keys: keys, values: values)
                for index in 0..<size {
                    let error: Double = abs(Double(found[start + index]) - expected[index])
                    // A NaN is the worst error, too.
                    if !(error <= worst) { worst = error }
                }
            }
        }
        #expect(worst < 2e-6)
        // Where the shared part ends is a matter of storage alone.
        let whole = Self.found(
            shape, instructions, queries: queries, keys: keys, values: values, shared: 0)
        #expect(whole == found)
    }
}
