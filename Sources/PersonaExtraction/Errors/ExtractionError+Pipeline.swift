import PersonaVectors
import Safetensors

extension ExtractionError.Code {
    /// A persona that could not be extracted; the cause is the underlying error.
    public static let personaFailed = Self(rawValue: "personaFailed")
    /// An argument of an extraction that makes no sense.
    public static let invalidArgument = Self(rawValue: "invalidArgument")
    /// A model whose numbers became NaN or infinite.
    public static let notFinite = Self(rawValue: "notFinite")
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

    static func sampleToken(_ token: Int, sample: String, count: Int) -> ExtractionError {
        ExtractionError(
            .invalidRequest,
            "The prompt of sample '\(sample.printable)' has the token id \(token); the model's ids are "
                + "0 to \(count - 1). Use the model's own tokenizer.")
    }

    static func meanNotFinite(
        layer: Int, _ strategy: MaskStrategy, computeDType: TensorDType
    ) -> ExtractionError {
        ExtractionError(
            .notFinite,
            "The mean of layer \(layer) for the mask '\(strategy)' is no finite number, computed in "
                + "\(computeDType.rawValue): the weights have such numbers, or ones too large. Compute "
                + "in float32, or fetch the model anew.")
    }

    static func scoresNotFinite(step: Int) -> ExtractionError {
        ExtractionError(
            .notFinite,
            "The model's scores for token \(step + 1) of the answer are no finite numbers: the "
                + "weights have such numbers or ones too large, or the steering is too strong.")
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
