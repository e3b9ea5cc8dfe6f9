import PersonaVectors

extension ExtractionError.Code {
    /// A part of a prompt that its text or its tokens do not show.
    public static let spanNotFound = Self(rawValue: "spanNotFound")
}

extension ExtractionError {
    static func noPlaceholder(_ placeholder: String, place: String, path: String?)
        -> ExtractionError
    {
        ExtractionError(
            .invalidArgument,
            "\(place) has no \(placeholder); it is needed where the persona's description goes.",
            path: path)
    }

    static func templateUnreadable(_ path: String, _ error: any Error) -> ExtractionError {
        ExtractionError(
            .invalidArgument,
            "The prompt template \(path) cannot be read. Check that it is a file, and that you may "
                + "read it.",
            path: path, underlyingError: error)
    }

    static func templateNotUTF8(_ path: String) -> ExtractionError {
        ExtractionError(
            .invalidArgument, "The prompt template \(path) is not text in UTF-8.", path: path)
    }

    static func choiceCount(_ count: Int, question: String, limit: Int) -> ExtractionError {
        ExtractionError(
            .invalidDataset,
            "The question '\(question.printable)' has \(count) choices; 1 to \(limit) are needed, for there "
                + "are labels from A to G.")
    }

    static func correctChoice(_ index: Int, question: String, count: Int) -> ExtractionError {
        ExtractionError(
            .invalidDataset,
            "The right choice of the question '\(question.printable)' has the index \(index); there are "
                + "\(count) choices, counted from 0.")
    }

    static func partEmpty(_ part: String, sample: String) -> ExtractionError {
        ExtractionError(
            .spanNotFound,
            "The \(part) of sample '\(sample.printable)' is empty; a mask needs its place in the "
                + "prompt. Leave the sample out of the data set.")
    }

    static func sidesAlike(_ trait: String, personaID: String) -> ExtractionError {
        ExtractionError(
            .personaFailed,
            "The persona '\(personaID.printable)' has the same prompts on both sides of "
                + "'\(trait.printable)'; there is no difference to measure.",
            personaID: personaID)
    }

    static func spanNotFound(_ part: String, sample: String) -> ExtractionError {
        ExtractionError(
            .spanNotFound,
            "The \(part) of sample '\(sample.printable)' is not found in the text that the chat template "
                + "made of it, behind what comes before it. The template leaves it out or changes "
                + "it; use another, or leave the sample out.")
    }

    static func spanWithoutTokens(_ part: String, sample: String) -> ExtractionError {
        ExtractionError(
            .spanNotFound,
            "No token covers the \(part) of sample '\(sample.printable)'; the tokenizer drops its text."
        )
    }

    static func noSpecialToken(_ strategy: MaskStrategy, sample: String) -> ExtractionError {
        ExtractionError(
            .emptyMask,
            "The mask '\(strategy)' selects no token of sample '\(sample.printable)': behind the question "
                + "stands no special token. Choose 'question_last' for this model.")
    }

    static func unknownMask(_ strategy: MaskStrategy) -> ExtractionError {
        let names = MaskStrategy.known.map(\.rawValue).joined(separator: ", ")
        return ExtractionError(
            .invalidArgument,
            "There is no mask strategy '\(strategy.rawValue.printable)' to extract with; there are \(names)."
        )
    }

    static func noPairs(_ attribute: String, first: (any Error)?) -> ExtractionError {
        let reason = first.map { " The first says: \($0)" } ?? " There are none but the baseline."
        return ExtractionError(
            .personaFailed,
            "No persona can be shown with both values of '\(attribute.printable)'; at least one is needed."
                + reason,
            underlyingError: first)
    }
}
