import PersonaAnalysis
import TensorMath
import Testing

@Suite struct TwoNNTests {
    @Test(arguments: 0..<7)
    func agreesWithTheOriginal(_ layer: Int) throws {
        let samples = try RealData.layer(layer)
        let raw = try AnalysisGolden.number(
            AnalysisGolden.value("twonn", String(layer), "discard 0.1"))
        let prepared = try AnalysisGolden.number(
            AnalysisGolden.value("twonn", String(layer), "prepared"))
        let ours = try twoNNIntrinsicDimension(of: samples)
        let oursPrepared = try twoNNIntrinsicDimension(of: prepareSamples(samples))
        #expect(abs(ours - raw) < 1e-6 * raw)
        #expect(abs(oursPrepared - prepared) < 1e-6 * prepared)
        #expect(try twoNNIntrinsicDimension(of: samples, discardFraction: 0) == .infinity)
    }

    @Test func leavesDuplicatesOut() throws {
        let rows = try AnalysisGolden.rows(AnalysisGolden.value("twonn_with_duplicates", "X"))
        let error = #expect(throws: AnalysisError.self) {
            try twoNNIntrinsicDimension(of: Matrix(rows: rows).floats)
        }
        #expect(error?.code == .invalidData)
        #expect(
            error?.message
                == "TwoNN needs at least 3 samples with two different distances to their nearest "
                + "neighbors; 2 remain without duplicates. Remove the duplicates, or do not "
                + "estimate a dimension.")
    }

    @Test func refusesSamplesThatAllCoincide() {
        let error = #expect(throws: AnalysisError.self) {
            try twoNNIntrinsicDimension(of: Matrix(rowCount: 6, columnCount: 3, repeating: 1))
        }
        #expect(error?.message.contains("; 0 remain without duplicates.") == true)
    }

    static let line = Matrix<Float>(rows: [[0], [1], [3], [7], [15]])
    static let corners = Matrix<Float>(
        rows: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])

    @Test(arguments: [
        (
            line, 0.9,
            "TwoNN has no ratio left: of 5 a fraction of 0.9 was to be discarded. Use more samples or "
                + "discard less."
        ),
        (
            corners, 0.1,
            "TwoNN cannot estimate a dimension: the two nearest neighbors of all 3 samples that are "
                + "left are equally far, and their ratio is what it measures. Use other samples."
        ),
    ])
    func refusesRatiosThatSayNothing(
        _ samples: Matrix<Float>, _ fraction: Double, _ message: String
    ) {
        let error = #expect(throws: AnalysisError.self) {
            try twoNNIntrinsicDimension(of: samples, discardFraction: fraction)
        }
        #expect(error?.code == .invalidData)
        #expect(error?.message == message)
    }

    @Test(arguments: [
        (2, 0.1, "TwoNN needs at least 3 samples; there are 2."),
        (4, 1, "The fraction that TwoNN discards must be at least 0 and below 1; it is 1.0."),
        (4, -0.5, "The fraction that TwoNN discards must be at least 0 and below 1; it is -0.5."),
    ])
    func refuses(_ samples: Int, _ fraction: Double, _ message: String) {
        let error = #expect(throws: AnalysisError.self) {
            try twoNNIntrinsicDimension(
                of: Matrix(rowCount: samples, columnCount: 1), discardFraction: fraction)
        }
        #expect(error?.message == message)
    }
}
