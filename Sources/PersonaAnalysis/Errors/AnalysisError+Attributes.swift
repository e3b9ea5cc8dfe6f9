extension AnalysisError {
    static func unknownAttribute(_ name: String, known: [String]) -> AnalysisError {
        AnalysisError(
            .notFound,
            "No attribute '\(name)' in the personas"
                + (known.isEmpty ? "." : "; there are \(known.joined(separator: ", "))."))
    }

    static func noPersonasIn(_ folder: String, names: [String]) -> AnalysisError {
        AnalysisError(
            .notFound,
            "No personas in \(folder): a file \(names.joined(separator: " or ")) is needed.",
            path: folder)
    }

    static func cannotReadFile(_ path: String, underlying: any Error) -> AnalysisError {
        AnalysisError(
            .notFound, "Cannot read \(path); check that the file is there and may be read.",
            path: path, underlyingError: underlying)
    }

    static func notJSON(
        place: String, path: String, underlying: any Error & CustomStringConvertible
    ) -> AnalysisError {
        AnalysisError(
            .invalidData, "Cannot read \(place) as JSON: \(underlying).", path: path,
            underlyingError: underlying)
    }

    static func notAnObject(place: String, path: String) -> AnalysisError {
        AnalysisError(
            .invalidData, "Cannot use \(place): it is JSON, but not an object.", path: path)
    }

    static func personaWithout(
        _ key: String, kind: String, place: String, path: String
    ) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot use \(place): '\(key)' must be there and hold \(kind == "object" ? "an" : "a") \(kind).",
            path: path)
    }
}
