import PersonaAnalysis
import TensorMath
import Testing

/// Answers have the same bits however many threads share the work.
@Suite struct ThreadsTests {
    @Test(arguments: [2, 5])
    func analysesDoNotDependOnTheThreads(_ threads: Int) throws {
        let layer = try RealData.layer(2)
        #expect(
            try hierarchicalLinkage(of: layer, threads: threads).merges
                == hierarchicalLinkage(of: layer, threads: 1).merges)
        #expect(
            try twoNNIntrinsicDimension(of: layer, threads: threads)
                == twoNNIntrinsicDimension(of: layer, threads: 1))
        #expect(
            try nearestNeighborEdges(of: layer, threads: threads)
                == nearestNeighborEdges(of: layer, threads: 1))
        #expect(
            try pcaExplainedVariance(layer, threads: threads)
                == pcaExplainedVariance(layer, threads: 1))
    }

    @Test(arguments: ClusterMode.allCases)
    func clustersDoNotDependOnTheThreads(_ mode: ClusterMode) throws {
        let samples = try RealData.samples("templated").samples
        let (one, several) = try (
            clusterLayers(of: samples, clusterCount: 4, mode: mode, threads: 1),
            clusterLayers(of: samples, clusterCount: 4, mode: mode, threads: 3)
        )
        #expect(one.results.map(\.labels) == several.results.map(\.labels))
        #expect(one.results.map(\.inertia) == several.results.map(\.inertia))
        #expect(one.results.map(\.centers) == several.results.map(\.centers))
    }

    @Test func foldsDoNotDependOnTheThreads() throws {
        let (ids, samples) = try RealData.samples("templated")
        let labels = try SplitFixture.labels(of: "age", personaIDs: ids)
        let scores = try [1, 3].map { threads in
            var options = ProbeOptions()
            options.threads = threads
            return try crossValidateProbe(
                labels, on: samples, layer: 3, kind: .ridgeRegression, foldCount: 4,
                options: options)
        }
        #expect(scores[0] == scores[1])
    }
}
