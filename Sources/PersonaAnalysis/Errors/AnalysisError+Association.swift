extension AnalysisError {
    static func columnsDoNotMatch(_ first: Int, _ second: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot associate columns of \(first) and \(second) values: they must hold one value "
                + "for each of the same personas.")
    }

    static func binCountTooSmall(_ count: Int) -> AnalysisError {
        AnalysisError(.invalidArgument, "At least 1 bin is needed; \(count) were asked for.")
    }
}
