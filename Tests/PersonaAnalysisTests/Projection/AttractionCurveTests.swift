import Testing

@testable import PersonaAnalysis

@Suite struct AttractionCurveTests {
    @Test(arguments: [("spread=1,min_dist=0.1", 0.1), ("spread=1,min_dist=0", 0)])
    func fitsAsSciPyDoes(_ name: String, _ minimumDistance: Double) throws {
        let expected = try AnalysisGolden.numbers(AnalysisGolden.value("umap_a_b", name))
        let curve = AttractionCurve(minimumDistance: minimumDistance)
        #expect(abs(curve.a - expected[0]) < 1e-6)
        #expect(abs(curve.b - expected[1]) < 1e-6)
    }
}
