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

    static func valueNotEncoded(
        _ value: String, attribute: String, ordered: [String]
    ) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot encode '\(value)' of '\(attribute)': its ordered values are "
                + "\(quoted(ordered)). Correct the persona, or add the value to the schema.")
    }

    static func wordNotANumber(_ word: String, attribute: String) -> AnalysisError {
        AnalysisError(
            .invalidArgument,
            "'\(word)' is no number, but the values of '\(attribute)' are. Give a number.")
    }

    static func unknownValue(
        _ value: String, attribute: String, known: [String]
    ) -> AnalysisError {
        AnalysisError(
            .notFound,
            "'\(value)' is no value of '\(attribute)'. There are \(quoted(known)).")
    }

    static func noOtherValue(
        than value: String, attribute: String, kind: AttributeInfo.Kind?, known: [String]
    ) -> AnalysisError {
        let found = known.isEmpty ? "no values" : quoted(known)
        return AnalysisError(
            .invalidArgument,
            "No value of '\(attribute)' is the other of '\(value)': a binary attribute with one "
                + "other value is needed, and the schema has the kind "
                + "\(kind.map { "'\($0.rawValue)'" } ?? "not known") with \(found). Name the value."
        )
    }

    private static func quoted(_ names: [String]) -> String {
        names.map { "'\($0)'" }.joined(separator: ", ")
    }
}
