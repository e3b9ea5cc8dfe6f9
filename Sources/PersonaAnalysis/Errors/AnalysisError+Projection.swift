extension AnalysisError {
    static func componentCountTooSmall(_ count: Int) -> AnalysisError {
        AnalysisError(
            .invalidArgument, "A projection needs at least 1 component; \(count) were asked for.")
    }

    static func tooManyComponents(
        _ method: String, count: Int, sampleCount: Int, featureCount: Int?
    ) -> AnalysisError {
        let limit = Swift.min(sampleCount, featureCount ?? sampleCount)
        let features = featureCount.map { " of \($0) features" } ?? ""
        return AnalysisError(
            .invalidArgument,
            "\(method) of \(sampleCount) samples\(features) has at most \(limit) components; "
                + "\(count) were asked for.")
    }

    static func neighborCountTooSmall(_ count: Int) -> AnalysisError {
        AnalysisError(
            .invalidArgument, "At least 1 neighbor is needed; \(count) were asked for.")
    }

    static func minimumDistanceOutOfRange(_ distance: Double) -> AnalysisError {
        AnalysisError(
            .invalidArgument,
            "The minimum distance of UMAP must lie between 0 and 1; it is \(distance).")
    }

    static func featuresDoNotMatch(found: Int, needed: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "This PCA was fitted on \(needed) features and cannot transform samples of \(found). "
                + "Use samples of the same model.")
    }

    static func discardFractionOutOfRange(_ fraction: Double) -> AnalysisError {
        AnalysisError(
            .invalidArgument,
            "The fraction that TwoNN discards must be at least 0 and below 1; it is \(fraction).")
    }

    static func tooManyDuplicates(distinct: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "TwoNN needs at least 3 samples with two different distances to their nearest "
                + "neighbors; \(distinct) remain without duplicates. Remove the duplicates, or do "
                + "not estimate a dimension.")
    }

    static func allRatiosDiscarded(_ count: Int, fraction: Double) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "TwoNN has no ratio left: of \(count) a fraction of \(fraction) was to be discarded. "
                + "Use more samples or discard less.")
    }

    static func equalDistances(ratioCount: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "TwoNN cannot estimate a dimension: the two nearest neighbors of all \(ratioCount) "
                + "samples that are left are equally far, and their ratio is what it measures. Use "
                + "other samples.")
    }

    static func epochCountTooSmall(_ count: Int) -> AnalysisError {
        AnalysisError(
            .invalidArgument, "The rounds of UMAP must not be negative; they are \(count).")
    }
}
