import PersonaVectors
import Safetensors

extension ExtractionError.Code {
    /// A model folder, or a file that it must hold, is not there.
    public static let modelNotFound = Self(rawValue: "modelNotFound")
    /// A `config.json`, or a list of shards, that cannot be understood.
    public static let invalidConfig = Self(rawValue: "invalidConfig")
    /// An architecture, or a feature of one, that no engine here computes.
    public static let unsupportedModel = Self(rawValue: "unsupportedModel")
    /// A weight that is missing, or has another shape or dtype than the configuration asks for.
    public static let invalidWeights = Self(rawValue: "invalidWeights")
}

extension ExtractionError {
    static func modelFileMissing(_ name: String, folder: String) -> ExtractionError {
        ExtractionError(
            .modelNotFound,
            "The model folder \(folder) has no \(name); a Hugging Face folder with config.json and "
                + "safetensors weights is needed. Download the whole model.",
            path: folder)
    }

    static func modelFileUnreadable(_ path: String, _ error: any Error) -> ExtractionError {
        ExtractionError(
            .modelNotFound,
            "The model file \(path) cannot be read. Check that it is a file, and that you may read "
                + "it.",
            path: path, underlyingError: error)
    }

    static func configNotJSON(_ path: String, reason: String, offset: Int) -> ExtractionError {
        ExtractionError(
            .invalidConfig, "\(path) is not JSON: \(reason) at byte \(offset).", path: path)
    }

    static func configValue(
        _ key: String, found: String, needed: String, path: String
    ) -> ExtractionError {
        ExtractionError(
            .invalidConfig, "\(path) has \(found.printable) for '\(key)'; \(needed) is needed.",
            path: path)
    }

    static func unknownArchitecture(_ type: String, known: [String], path: String)
        -> ExtractionError
    {
        ExtractionError(
            .unsupportedModel,
            "\(path) describes a model of type '\(type.printable)'; the native engine runs "
                + "\(known.joined(separator: ", ")). Use the worker backend for other models.",
            path: path)
    }

    static func unsupportedFeature(
        _ key: String, _ value: String, supported: String, path: String
    ) -> ExtractionError {
        ExtractionError(
            .unsupportedModel,
            "\(path) asks for '\(key)' = \(value.printable); the native engine knows \(supported). Use the "
                + "worker backend for this model.",
            path: path)
    }

    static func shardMissing(_ shard: String, of index: String) -> ExtractionError {
        ExtractionError(
            .modelNotFound,
            "The shard \(shard.printable) that \(index) lists is not there. Download the whole model.",
            path: index)
    }

    static func weightMissing(_ name: String, folder: String) -> ExtractionError {
        ExtractionError(
            .invalidWeights,
            "The model in \(folder) has no tensor '\(name)', which its config.json asks for.",
            path: folder)
    }

    static func weightShape(
        _ name: String, found: [Int], needed: [Int], folder: String
    ) -> ExtractionError {
        ExtractionError(
            .invalidWeights,
            "The tensor '\(name)' in \(folder) has the shape \(found); config.json asks for "
                + "\(needed).",
            path: folder)
    }

    static func weightDType(_ name: String, _ dtype: TensorDType, folder: String)
        -> ExtractionError
    {
        ExtractionError(
            .invalidWeights,
            "The tensor '\(name)' in \(folder) is \(dtype); the native engine reads F32, F16 and "
                + "BF16. Use an unquantised checkpoint.",
            path: folder)
    }

    static func weightsUnreadable(_ error: SafetensorsError) -> ExtractionError {
        ExtractionError(
            .invalidWeights, error.message, path: error.path, underlyingError: error)
    }
}
