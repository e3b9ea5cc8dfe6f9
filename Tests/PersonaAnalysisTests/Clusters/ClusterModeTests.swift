import PersonaAnalysis
import Testing

@Suite struct ClusterModeTests {
    func groups(_ mode: ClusterMode) throws -> LayeredClusters {
        var options = KMeansOptions()
        options.runCount = 1
        return try clusterLayers(
            of: RealData.samples("templated").samples, clusterCount: 4, mode: mode,
            options: options)
    }

    @Test(arguments: [
        (ClusterMode.meanAcrossLayers, ["mean_across_layers"], 0),
        (.meanAcrossLayers, ["mean_across_layers"], 6),
        (.firstLayer, ["first_layer"], 5), (.perLayer, ["per_layer", "0"], 0),
        (.perLayer, ["per_layer", "3"], 3),
    ])
    func groupsAsTheOriginalDoes(
        _ mode: ClusterMode, _ keys: [String], _ position: Int
    ) throws {
        var golden = try AnalysisGolden.value("kmeans_groups")
        for key in keys { golden = try #require((golden as? [String: Any])?[key]) }
        let expected = try #require(golden as? [String])
        #expect(
            try partition(groups(mode).groupNames(atLayerPosition: position)) == partition(expected)
        )
    }

    /// Which samples are together, whatever their groups are called.
    private func partition(_ names: [String]) -> Set<[Int]> {
        Set(Dictionary(grouping: names.indices, by: { names[$0] }).values)
    }

    @Test func readsThePythonNames() throws {
        #expect(try ClusterMode(named: "per_layer") == .perLayer)
        let error = #expect(throws: AnalysisError.self) { try ClusterMode(named: "best") }
        #expect(
            error?.message
                == "There is no cluster mode 'best'; the modes are mean_across_layers, "
                + "first_layer, per_layer.")
    }
}
