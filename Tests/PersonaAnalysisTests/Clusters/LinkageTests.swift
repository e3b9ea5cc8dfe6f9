import PersonaAnalysis
import TensorMath
import Testing

@Suite struct LinkageTests {
    @Test(arguments: LinkageMethod.allCases, ["layer3", "layer_mean"])
    func agreesWithSciPy(_ method: LinkageMethod, _ input: String) throws {
        let samples =
            input == "layer3"
            ? try prepareSamples(RealData.layer(3))
            : try prepareClusterSamples(RealData.samples("templated").samples)
        let linkage = try hierarchicalLinkage(of: samples, method: method)
        let expected = try AnalysisGolden.doubles("linkage", "\(input)/\(method.rawValue)")
        #expect(linkage.merges.count == expected.rowCount)
        for (number, merge) in linkage.merges.enumerated() {
            let row = expected.row(number)
            #expect(
                [merge.first, merge.second, merge.sampleCount]
                    == [row[0], row[1], row[3]].map { Int($0) })
            #expect(abs(merge.height - row[2]) < 1e-6 * row[2])
        }
        let leaves = try AnalysisGolden.integers(
            AnalysisGolden.value("dendrogram", "\(input)/\(method.rawValue)", "leaves"))
        #expect(linkage.leafOrder == leaves)
    }

    @Test(arguments: LinkageMethod.allCases)
    func joinsEqualSamplesAtHeightZero(_ method: LinkageMethod) throws {
        let samples = Matrix<Float>(rows: [[1, 1], [4, 5], [1, 1], [4, 5]])
        let merges = try hierarchicalLinkage(of: samples, method: method).merges
        #expect(merges.map(\.first) == [0, 1, 4])
        #expect(merges.map(\.second) == [2, 3, 5])
        #expect(merges.prefix(2).allSatisfy { $0.height == 0 && $0.sampleCount == 2 })
        #expect(merges[2].sampleCount == 4)
        // Ward's height of two pairs at distance 5: √(2 · 2·2 / (2 + 2)) · 5.
        let expected = method == .ward ? 2.0.squareRoot() * 5 : 5
        #expect(abs(merges[2].height - expected) < 1e-12)
    }

    @Test func refusesASingleSample() {
        let error = #expect(throws: AnalysisError.self) {
            try hierarchicalLinkage(of: Matrix(rows: [[1, 2]]))
        }
        #expect(error?.message == "A linkage needs at least 2 samples; there is 1.")
    }
}
