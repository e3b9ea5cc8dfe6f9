import PersonaVectors

extension ExtractionError.Code {
    /// A folder of personas, or a file that it must hold, is not there or cannot be read.
    public static let datasetNotFound = Self(rawValue: "datasetNotFound")
    /// A row of a data set that is not what the format demands.
    public static let invalidDataset = Self(rawValue: "invalidDataset")
    /// A persona that the data set does not have.
    public static let personaNotFound = Self(rawValue: "personaNotFound")
}

extension ExtractionError {
    static func datasetFileMissing(_ names: [String], folder: String) -> ExtractionError {
        ExtractionError(
            .datasetNotFound,
            "The folder \(folder) has no \(names.joined(separator: " and no ")); one of them is "
                + "needed. Name the folder of a personas data set.",
            path: folder)
    }

    static func datasetFileUnreadable(_ path: String, _ error: any Error) -> ExtractionError {
        ExtractionError(
            .datasetNotFound,
            "The file \(path) cannot be read. Check that it is a file, and that you may read it.",
            path: path, underlyingError: error)
    }

    static func rowNotJSON(_ place: String, reason: String, path: String) -> ExtractionError {
        ExtractionError(
            .invalidDataset, "There is no JSON object in \(place): \(reason).", path: path)
    }

    static func rowMember(
        _ key: String, found: String?, needed: String, place: String, path: String
    ) -> ExtractionError {
        let found =
            found.map { ($0.count > 60 ? "\($0.prefix(60))…" : $0).printable } ?? "nothing"
        return ExtractionError(
            .invalidDataset, "'\(key.printable)' in \(place) is \(found); \(needed) is needed.",
            path: path)
    }

    static func personaNotFound(_ id: String, count: Int, path: String) -> ExtractionError {
        ExtractionError(
            .personaNotFound,
            "There is no persona '\(id.printable)' among the \(count) that were read of \(path).",
            path: path, personaID: id)
    }

    static func registryMissing(_ folder: String) -> ExtractionError {
        ExtractionError(
            .datasetNotFound,
            "The folder \(folder) has no question_registry.jsonl, which says what topic and what "
                + "sets a question belongs to. Choose questions without these.",
            path: folder)
    }

    static func registryEmpty(_ path: String) -> ExtractionError {
        ExtractionError(
            .invalidDataset,
            "The file \(path) names no question, so that no topic and no set can be chosen. Choose "
                + "questions without these.",
            path: path)
    }

    static func unknownVariant(_ variant: PromptVariant) -> ExtractionError {
        ExtractionError(
            .invalidArgument,
            "There is no prompt for the variant '\(variant.rawValue.printable)'; personas are described as 'templated'"
                + " and 'biography'.")
    }

    static func noQuestions(personaID: String, kind: QAPair.Kind?) -> ExtractionError {
        let kind = kind.map { "\($0.rawValue) " } ?? ""
        return ExtractionError(
            .invalidDataset,
            "No \(kind)question put to '\(personaID.printable)' is left after the choice of questions; at "
                + "least one is needed.",
            personaID: personaID)
    }

    static func noDescription(_ variant: PromptVariant, personaID: String) -> ExtractionError {
        ExtractionError(
            .invalidDataset,
            "The persona '\(personaID.printable)' has no text for the variant "
                + "'\(variant.rawValue.printable)'.",
            personaID: personaID)
    }

    static func attributeMissing(_ name: String, personaID: String) -> ExtractionError {
        ExtractionError(
            .invalidDataset,
            "The persona '\(personaID.printable)' has no attribute '\(name.printable)', without which "
                + "its description cannot be written.",
            personaID: personaID)
    }

    static func viewNotRendered(personaID: String) -> ExtractionError {
        ExtractionError(
            .invalidDataset,
            "The templated view of '\(personaID.printable)' is not the one that its attributes give, so that "
                + "changing one of them would change more; a data set whose views are made from "
                + "attributes is needed.",
            personaID: personaID)
    }

    static func viewUnchanged(
        _ attribute: String, value: String, personaID: String
    ) -> ExtractionError {
        ExtractionError(
            .invalidArgument,
            "With '\(attribute.printable)' = '\(value.printable)' the templated view of "
                + "'\(personaID.printable)' is as before; "
                + "there is no pair to compare.",
            personaID: personaID)
    }
}
