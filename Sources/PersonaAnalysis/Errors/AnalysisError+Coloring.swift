extension AnalysisError {
    static func valueNotANumber(_ value: String, attribute: String) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot color by '\(attribute)': it is numeric, and '\(value)' is no number. Correct the "
                + "personas, or the kind in the schema.")
    }

    static func valueNotOrdered(
        _ value: String, attribute: String, ordered: [String]
    ) -> AnalysisError {
        let names = ordered.map { "'\($0)'" }.joined(separator: ", ")
        return AnalysisError(
            .invalidData,
            "Cannot color by '\(attribute)': '\(value)' is not among its ordered values \(names). "
                + "Correct the personas, or the schema.")
    }
}
