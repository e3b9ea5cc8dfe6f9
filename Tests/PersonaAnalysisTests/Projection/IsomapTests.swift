import PersonaAnalysis
import TensorMath
import Testing

@Suite struct IsomapTests {
    struct Case: Sendable {
        let layer: Int
        let neighborCount: Int
        let componentCount: Int
    }

    @Test(arguments: [0, 3, 6], [(8, 2), (5, 2), (5, 3)])
    func agreesWithScikitLearn(_ layer: Int, _ counts: (neighbors: Int, components: Int)) throws {
        let name = "layer\(layer)/n_neighbors=\(counts.neighbors)/components=\(counts.components)"
        let isomap = try projectIsomap(
            RealData.layer(layer), componentCount: counts.components,
            neighborCount: counts.neighbors)
        let expected = try AnalysisGolden.matrix("isomap", name)
        #expect(distanceUpToSigns(isomap.coordinates, expected) < 1e-3)
        let eigenvalues = try AnalysisGolden.numbers(
            AnalysisGolden.value("isomap", name, "kernel_eigenvalues"))
        #expect(zip(isomap.eigenvalues, eigenvalues).allSatisfy { abs($0 - $1) < 1e-5 * $1 })
        #expect(isomap.connectedPartCount == 1)
    }

    @Test func joinsPartsAtTheirClosestPair() throws {
        let rows = try AnalysisGolden.rows(AnalysisGolden.value("isomap_disconnected", "X"))
        let isomap = try projectIsomap(Matrix(rows: rows).floats, neighborCount: 3)
        let expected = try AnalysisGolden.rows(
            AnalysisGolden.value("isomap_disconnected", "coords"))
        #expect(isomap.connectedPartCount == 2)
        #expect(distanceUpToSigns(isomap.coordinates, Matrix(rows: expected).floats) < 1e-3)
    }

    @Test func takesAllOthersAsNeighborsWhenMoreAreAskedFor() throws {
        let samples = Matrix<Float>(rows: [[0, 0], [1, 0], [0, 2], [3, 3]])
        let clamped = try projectIsomap(samples, neighborCount: 99)
        #expect(clamped.coordinates == (try projectIsomap(samples, neighborCount: 3)).coordinates)
        #expect(clamped.coordinates.rowCount == 4)
        #expect(clamped.coordinates.columnCount == 2)
    }

    @Test(arguments: [2, 5])
    func givesTheSameBitsWhateverTheThreads(_ threads: Int) throws {
        let layer = try RealData.layer(1)
        #expect(
            try projectIsomap(layer, threads: threads).coordinates
                == projectIsomap(layer, threads: 1).coordinates)
    }

    @Test(arguments: [
        (2, 1, 1, "Isomap needs at least 3 samples; there are 2."),
        (4, 1, 0, "At least 1 neighbor is needed; 0 were asked for."),
        (4, 0, 3, "A projection needs at least 1 component; 0 were asked for."),
        (4, 5, 3, "Isomap of 4 samples has at most 4 components; 5 were asked for."),
    ])
    func refuses(_ samples: Int, _ components: Int, _ neighbors: Int, _ message: String) {
        let matrix = Matrix<Float>(
            rowCount: samples, columnCount: 1, values: (0..<samples).map(Float.init))
        let error = #expect(throws: AnalysisError.self) {
            try projectIsomap(matrix, componentCount: components, neighborCount: neighbors)
        }
        #expect(error?.message == message)
    }

    /// The sign of an eigenvector is arbitrary: each component may be mirrored.
    private func distanceUpToSigns(_ first: Matrix<Float>, _ second: Matrix<Float>) -> Float {
        (0..<first.columnCount).map { component in
            let pairs = zip(first.column(component), second.column(component))
            let same = pairs.reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
            let mirrored = pairs.reduce(Float(0)) { max($0, abs($1.0 + $1.1)) }
            return min(same, mirrored)
        }.max() ?? .infinity
    }
}
