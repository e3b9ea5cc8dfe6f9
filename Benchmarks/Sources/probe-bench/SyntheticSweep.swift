import AlignedMemory
import PersonaAnalysis
import PersonaVectors
import TensorMath

/// Personas whose vectors are thirty hidden traits, mixed differently in every layer, and noise.
///
/// Each attribute follows one trait. The same in every run.
enum SyntheticSweep {
    static func data(count: Int, layerCount: Int, hiddenSize: Int) throws -> SweepData {
        let rank = 30
        let traits = noise(count, rank, seed: 1)
        let values = AlignedFloats(count: count * layerCount * hiddenSize) { target in
            for layer in 0..<layerCount {
                let seed = UInt32(2 * layer + 2)
                let signal = traits.multiplied(by: noise(rank, hiddenSize, seed: seed)).values
                let own = noise(count, hiddenSize, seed: seed + 1).values
                for persona in 0..<count {
                    let (from, to) = (
                        persona * hiddenSize, (persona * layerCount + layer) * hiddenSize
                    )
                    for feature in 0..<hiddenSize {
                        target[to + feature] = signal[from + feature] + 3 * own[from + feature]
                    }
                }
            }
        }
        let names = (0..<count).map { "persona \($0)" }
        return SweepData(
            samples: LayeredSamples(
                block: PersonaVectorBlock(
                    values: values, personaCount: count, layers: Array(0..<layerCount),
                    hiddenSize: hiddenSize),
                labels: names, hoverText: names),
            labels: try labels(traits))
    }

    private static func labels(_ traits: Matrix<Float>) throws -> [ProbeLabels] {
        let doubt = noise(traits.rowCount, traits.columnCount, seed: 0)
        func trait(_ number: Int) -> [Double] {
            zip(traits.column(number), doubt.column(number)).map { Double($0 + 0.3 * $1) }
        }
        let races = (0..<traits.rowCount).map { row -> AttributeValue? in
            let scores = (2..<7).map { traits[row, $0] }
            return .integer(scores.indices.max { scores[$0] < scores[$1] } ?? 0)
        }
        let ranks = (0..<5).map { AttributeValue.integer($0) }
        return [
            try ProbeLabels(
                AttributeInfo(name: "sex", kind: .binary),
                values: trait(0).map { .integer($0 > 0 ? 1 : 0) }),
            try ProbeLabels(
                AttributeInfo(name: "born_in_us", kind: .binary),
                values: trait(1).map { .integer($0 > -0.5 ? 1 : 0) }),
            try ProbeLabels(AttributeInfo(name: "race", kind: .nominal), values: races),
            try ProbeLabels(
                AttributeInfo(
                    name: "highest_degree_received", kind: .ordinal, orderedValues: ranks),
                values: trait(7).map { .integer(min(max(Int(2.5 * $0 + 2.5), 0), 4)) }),
            try ProbeLabels(
                AttributeInfo(name: "age", kind: .numeric),
                values: trait(8).map { .number(50 + 20 * $0) }),
        ]
    }

    /// Numbers between −1 and 1.
    private static func noise(_ rows: Int, _ columns: Int, seed: UInt32) -> Matrix<Float> {
        var generator = PCG64(seed: seed)
        return Matrix(
            rowCount: rows, columnCount: columns,
            values: (0..<rows * columns).map { _ in
                Float(generator.nextUInt32() >> 8) / 8_388_608 - 1
            })
    }
}
