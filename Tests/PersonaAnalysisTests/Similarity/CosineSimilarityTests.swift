import PersonaAnalysis
import TensorMath
import Testing

@Suite struct CosineSimilarityTests {
    @Test(arguments: [0, 3, 6])
    func agreesWithTheOriginal(_ layer: Int) throws {
        let matrix = try cosineSimilarityMatrix(of: RealData.layer(layer))
        let expected = try AnalysisGolden.matrix("cosine", "centered_layer\(layer)")
        #expect(matrix.distance(to: expected) < 2e-6)
        #expect(matrix == matrix.transposed())
    }

    @Test(arguments: 0..<7)
    func agreesWithTheOriginalWithoutCentering(_ layer: Int) throws {
        let row = try cosineSimilarityMatrix(of: RealData.layer(layer), centered: false).row(0)
        let expected = try AnalysisGolden.numbers(
            AnalysisGolden.value("cosine", String(layer), "raw", "row0_first8"))
        #expect(zip(row, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    }

    @Test func givesAZeroVectorSimilarityZero() throws {
        let expected = try AnalysisGolden.rows(
            AnalysisGolden.value("prepare", "cosine of a zero row"))
        let matrix = try cosineSimilarityMatrix(of: Matrix(rows: [[2, 2], [3, 3], [1, 1]]))
        #expect(matrix.doubles.distance(to: Matrix(rows: expected)) < 1e-7)
    }

    @Test func comparesVariantsLayerByLayer() throws {
        let (ids, templated) = try RealData.samples("templated")
        let similarity = try variantSimilarityByLayer(
            templated, RealData.samples("biography").samples)
        let golden = try #require(
            try AnalysisGolden.value("variant_cosine_by_layer") as? [String: Any])
        for (id, expected) in golden {
            let row = similarity.row(try #require(ids.firstIndex(of: id)))
            #expect(
                zip(row, try AnalysisGolden.numbers(expected)).allSatisfy {
                    abs(Double($0) - $1) < 1e-6
                })
        }
    }

    @Test(arguments: [2, 5])
    func givesTheSameBitsWhateverTheThreads(_ threads: Int) throws {
        let layer = try RealData.layer(2)
        #expect(
            try cosineSimilarityMatrix(of: layer, threads: threads)
                == cosineSimilarityMatrix(of: layer, threads: 1))
    }
}
