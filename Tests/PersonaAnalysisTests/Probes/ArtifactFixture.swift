import Foundation

/// What the original's saved probes answer on layer 4, in `artifacts.expected.json`.
struct ArtifactFixture: Decodable {
    struct Artifact: Decodable {
        let directory: String
        let droppedPersonaIds: [String]
        let outputsFirst24F32: [[Double]]
        let predictedAll: [Int]?
        let optimumDecisionFirst24F64: Decisions?
        let exactPredictionFirst24F64: [Double]?
        let exactScoreFirst24F64: [Double]?

        /// The answers of a float64 fit: a row for each of the first 24 personas.
        func optimum() throws -> [[Double]] {
            let numbers = exactPredictionFirst24F64 ?? exactScoreFirst24F64
            guard let rows = numbers.map({ $0.map { [$0] } }) ?? optimumDecisionFirst24F64?.rows
            else { throw CocoaError(.fileReadCorruptFile) }
            return rows
        }
    }

    /// One number for each persona, or one for each class.
    struct Decisions: Decodable {
        let rows: [[Double]]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            rows =
                try (try? container.decode([[Double]].self))
                ?? container.decode([Double].self).map { [$0] }
        }
    }

    let artifacts: [String: Artifact]

    static func load() throws -> ArtifactFixture {
        let file = Fixtures.url("probes/artifacts.expected.json")
        return try Fixtures.decoder.decode(ArtifactFixture.self, from: Data(contentsOf: file))
    }
}
