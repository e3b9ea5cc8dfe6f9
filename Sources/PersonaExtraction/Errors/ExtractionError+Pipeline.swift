import PersonaVectors

extension ExtractionError.Code {
    /// A persona that could not be extracted; the cause is the underlying error.
    public static let personaFailed = Self(rawValue: "personaFailed")
    /// An argument of an extraction that makes no sense.
    public static let invalidArgument = Self(rawValue: "invalidArgument")
}

extension ExtractionError {
    static func emptyMask(_ strategy: MaskStrategy, sample: String) -> ExtractionError {
        ExtractionError(
            .emptyMask,
            "The mask '\(strategy)' selects no token of sample '\(sample.printable)'; nothing can be "
                + "averaged.")
    }

    static func sampleTooLong(_ count: Int, sample: String, limit: Int) -> ExtractionError {
        ExtractionError(
            .contextTooLong,
            "The prompt of sample '\(sample.printable)' has \(count) tokens; the model was made for at "
                + "most \(limit). Shorten the persona or the question, or leave the sample out.")
    }

    static func noSamples(_ strategy: MaskStrategy) -> ExtractionError {
        ExtractionError(
            .emptyMask,
            "No sample has the mask '\(strategy)'; nothing can be averaged. Choose other questions "
                + "or another mask strategy.")
    }

    static func shardText(_ text: String) -> ExtractionError {
        ExtractionError(
            .invalidArgument,
            "The shard '\(text.printable)' is not i/n with 1 ≤ i ≤ n, for example 2/8.")
    }

    static func noStrategies() -> ExtractionError {
        ExtractionError(
            .invalidArgument, "No mask strategy was given; at least one is needed.")
    }

    static func personaFailed(_ task: ExtractionTask, _ error: any Error) -> ExtractionError {
        ExtractionError(
            .personaFailed,
            "Extracting '\(task.personaID.printable)' (\(task.variant.rawValue.printable)) failed, and "
                + "nothing was saved for it: \(error)",
            personaID: task.personaID, underlyingError: error, isBackendLost: error.isBackendLost)
    }
}

extension Error {
    /// Whether it says that the backend can do nothing more.
    var isBackendLost: Bool { (self as? ExtractionError)?.isBackendLost ?? false }
}
