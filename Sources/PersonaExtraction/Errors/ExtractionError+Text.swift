import ChatTemplates
import PersonaVectors
import Tokenization

extension ExtractionError.Code {
    /// A `tokenizer.json` that is missing, broken or of a kind that is not supported.
    public static let invalidTokenizer = Self(rawValue: "invalidTokenizer")
    /// A chat template that is missing or cannot be understood.
    public static let invalidTemplate = Self(rawValue: "invalidTemplate")
    /// Messages that a chat template does not take.
    public static let templateRefused = Self(rawValue: "templateRefused")
}

extension ExtractionError {
    static func tokenizerMissing(_ name: String, folder: String) -> ExtractionError {
        ExtractionError(
            .invalidTokenizer,
            "The model folder \(folder) has no \(name), which is needed to read text. Download the "
                + "whole model, or save its tokenizer with transformers.",
            path: folder)
    }

    static func tokenizerInvalid(_ error: TokenizationError) -> ExtractionError {
        ExtractionError(
            .invalidTokenizer, error.message, path: error.path, underlyingError: error)
    }

    static func templateMissing(folder: String) -> ExtractionError {
        ExtractionError(
            .invalidTemplate,
            "The model folder \(folder) has no chat template, neither chat_template.jinja nor "
                + "'chat_template' in tokenizer_config.json; a model for conversations is needed. "
                + "Take the instruct version of the model, or write a chat_template.jinja.",
            path: folder)
    }

    static func templateNotText(_ path: String) -> ExtractionError {
        ExtractionError(
            .invalidTemplate, "The chat template \(path) is not text in UTF-8.", path: path)
    }

    static func noDefaultTemplate(_ path: String, names: [String]) -> ExtractionError {
        let found =
            names.isEmpty ? "none with a name" : names.map(\.printable).joined(separator: ", ")
        return ExtractionError(
            .invalidTemplate,
            "\(path) has a list of chat templates (\(found)); one named 'default' is needed.",
            path: path)
    }

    static func templateInvalid(_ path: String, _ error: ChatTemplateError) -> ExtractionError {
        ExtractionError(
            .invalidTemplate, "\(path) cannot be used. \(error.message.printable)", path: path,
            underlyingError: error)
    }

    static func templateRefused(_ path: String, _ error: ChatTemplateError) -> ExtractionError {
        ExtractionError(
            .templateRefused,
            "The chat template of \(path) does not take these messages: \(error.message.printable)",
            path: path, underlyingError: error)
    }
}
