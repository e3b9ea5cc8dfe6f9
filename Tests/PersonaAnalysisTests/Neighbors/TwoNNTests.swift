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
