import PersonaAnalysis
import TensorMath
import Testing

@Suite struct NeighborGraphTests {
    @Test func joinsEverySampleWithItsNearestNeighbor() throws {
        let edges = try nearestNeighborEdges(of: prepareSamples(RealData.layer(3)))
        let expected = try AnalysisGolden.rows(
            AnalysisGolden.value("graph_edges_layer3_k5", "correct_edges"))
        #expect(edges.map { [Double($0.first), Double($0.second)] } == expected)
    }

    @Test func joinsAllWhenThereAreFewerThanAskedFor() throws {
        let edges = try nearestNeighborEdges(of: Matrix(rows: [[0], [1], [5]]), neighborCount: 9)
        #expect(edges.map { [$0.first, $0.second] } == [[0, 1], [0, 2], [1, 2]])
    }

    @Test(arguments: [
        (3, 0, "At least 1 neighbor is needed; 0 were asked for."),
        (1, 5, "A neighbor graph needs at least 2 samples; there is 1."),
    ])
    func refuses(_ samples: Int, _ neighbors: Int, _ message: String) {
        let error = #expect(throws: AnalysisError.self) {
            try nearestNeighborEdges(
                of: Matrix(rowCount: samples, columnCount: 1), neighborCount: neighbors)
        }
        #expect(error?.message == message)
    }
}
