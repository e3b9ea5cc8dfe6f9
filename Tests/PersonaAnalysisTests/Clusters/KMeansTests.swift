import PersonaAnalysis
import TensorMath
import Testing

@Suite struct KMeansTests {
    static let inputs = ["mean_across_layers", "layer3", "layer6", "layer3_unnormalized"]

    func samples(_ input: String) throws -> Matrix<Float> {
        switch input {
        case "mean_across_layers":
            try prepareClusterSamples(RealData.samples("templated").samples)
        case "layer3_unnormalized": try prepareSamples(RealData.layer(3), normalized: false)
        default: try prepareSamples(RealData.layer(input == "layer3" ? 3 : 6))
        }
    }

    @Test(arguments: inputs, [2, 5, 8])
    func drawsScikitLearnsCentersAndFindsItsClusters(_ input: String, _ count: Int) throws {
        let name = "\(input)/k=\(count)"
        var options = KMeansOptions()
        options.runCount = 1
        let clusters = try clusterKMeans(samples(input), clusterCount: count, options: options)
        let labels = try AnalysisGolden.integers(
            AnalysisGolden.value("kmeans", name, "labels"))
        #expect(clusters.labels == labels)
        let inertia = try AnalysisGolden.number(
            AnalysisGolden.value("kmeans", name, "inertia"))
        #expect(abs(clusters.inertia - inertia) < 1e-5 * inertia)

        options.initialCenters = try AnalysisGolden.integers(
            AnalysisGolden.value("kmeans", name, "kmeans++_init_indices"))
        let given = try clusterKMeans(samples(input), clusterCount: count, options: options)
        #expect(given.labels == labels)
    }

    @Test(arguments: inputs, [2, 5, 8])
    func comesCloseToTheBestOfFiftyStarts(_ input: String, _ count: Int) throws {
        let clusters = try clusterKMeans(samples(input), clusterCount: count)
        let best = try AnalysisGolden.number(
            AnalysisGolden.value("kmeans", "\(input)/k=\(count)", "best_inertia_of_50_inits"))
        #expect(clusters.inertia < best * 1.02)
        #expect(Set(clusters.labels).count == count)
    }

    @Test(arguments: [2, 5])
    func givesTheSameBitsWhateverTheThreads(_ threads: Int) throws {
        let input = try samples("layer3")
        let one = try clusterKMeans(input, clusterCount: 6, threads: 1)
        let several = try clusterKMeans(input, clusterCount: 6, threads: threads)
        #expect(one.labels == several.labels)
        #expect(one.centers == several.centers)
        #expect(one.inertia == several.inertia)
    }

    @Test func centersAreTheMeansOfTheirSamples() throws {
        let clusters = try clusterKMeans(
            Matrix(rows: [[0, 0], [0, 2], [10, 10], [10, 12]]), clusterCount: 2)
        let first = clusters.labels[0]
        #expect(clusters.centers.row(first) == [0, 1])
        #expect(clusters.centers.row(1 - first) == [10, 11])
        #expect(abs(clusters.inertia - 4) < 1e-12)
        #expect(clusters.labels == [first, first, 1 - first, 1 - first])
    }

    @Test func makesDoWithSamplesThatCoincide() throws {
        let same = Matrix<Float>(rowCount: 5, columnCount: 2, repeating: 3)
        let clusters = try clusterKMeans(same, clusterCount: 3)
        #expect(clusters.inertia == 0)
        #expect(clusters.centers.firstNonFinite == nil)
    }

    @Test(arguments: [
        (0, nil, 1, "Cannot make 0 clusters of 3 samples; ask for 1 to 3."),
        (4, nil, 1, "Cannot make 4 clusters of 3 samples; ask for 1 to 3."),
        (2, nil, 0, "k-means needs at least 1 run; 0 were asked for."),
        (
            2, [1, 1], 1,
            "Cannot start 2 clusters of 3 samples from the samples [1, 1]: as many different ones "
                + "are needed."
        ),
        (
            1, [3], 1,
            "Cannot start 1 clusters of 3 samples from the samples [3]: as many different ones "
                + "are needed."
        ),
    ])
    func refuses(_ count: Int, _ centers: [Int]?, _ runs: Int, _ message: String) {
        var options = KMeansOptions()
        options.initialCenters = centers
        options.runCount = runs
        let error = #expect(throws: AnalysisError.self) {
            try clusterKMeans(
                Matrix(rows: [[0], [1], [5]]), clusterCount: count, options: options)
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == message)
    }
}
