extension AnalysisError {
    static func clusterCountOutOfRange(_ count: Int, sampleCount: Int) -> AnalysisError {
        AnalysisError(
            .invalidArgument,
            "Cannot make \(count) clusters of \(sampleCount) samples; ask for 1 to \(sampleCount).")
    }

    static func initialCenters(_ indices: [Int], clusterCount: Int, sampleCount: Int)
        -> AnalysisError
    {
        AnalysisError(
            .invalidArgument,
            "Cannot start \(clusterCount) clusters of \(sampleCount) samples from the samples "
                + "\(indices): as many different ones are needed.")
    }

    static func runCountTooSmall(_ count: Int) -> AnalysisError {
        AnalysisError(.invalidArgument, "k-means needs at least 1 run; \(count) were asked for.")
    }

    static func unknownClusterMode(_ name: String) -> AnalysisError {
        let known = ClusterMode.allCases.map(\.rawValue).joined(separator: ", ")
        return AnalysisError(
            .invalidArgument, "There is no cluster mode '\(name)'; the modes are \(known).")
    }
}
