import PersonaAnalysis
import TensorMath
import Testing

@Suite struct PreparedSamplesTests {
    @Test func centersThenNormalizes() throws {
        let expected = try AnalysisGolden.rows(AnalysisGolden.value("prepare", "no normalize"))
        let samples = Matrix<Float>(rows: [[1, 0], [-1, 4]])
        let centered = try prepareSamples(samples, normalized: false)
        #expect(centered.doubles == Matrix(rows: expected))

        let unit = try prepareSamples(Matrix(rows: [[3, 4]]), centered: false)
        let noCenter = try AnalysisGolden.rows(AnalysisGolden.value("prepare", "no center"))
        #expect(unit.doubles.distance(to: Matrix(rows: noCenter)) < 1e-7)
    }

    @Test func leavesEqualRowsAtZero() throws {
        let samples = Matrix<Float>(rows: [[1, 2], [1, 2], [1, 2]])
        #expect(try prepareSamples(samples) == Matrix(rowCount: 3, columnCount: 2))
    }

    @Test func averagesPreparedLayers() throws {
        let samples = try RealData.samples("templated").samples
        let mean = try prepareClusterSamples(samples)
        let expected = try AnalysisGolden.matrix("layer_mean", "layer_mean")
        #expect(mean.distance(to: expected) < 1e-6)
    }

    @Test(arguments: [(Float.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf")])
    func namesTheSampleThatIsNotFinite(_ value: Float, _ text: String) {
        let error = #expect(throws: AnalysisError.self) {
            try prepareSamples(Matrix(rows: [[1, 2], [3, value]]))
        }
        #expect(error?.code == .invalidData)
        #expect(
            error?.message
                == "The vector of sample 1 is \(text) in feature 1: only finite numbers can be "
                + "analysed. Leave it out or extract it again.")
    }
}
