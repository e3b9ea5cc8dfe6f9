extension ExtractionError.Code {
    /// Tokens, selections, layers or steering vectors that do not fit the model or each other.
    public static let invalidRequest = Self(rawValue: "invalidRequest")
    /// A text, or a text and its continuation, of more tokens than the model was made for.
    public static let contextTooLong = Self(rawValue: "contextTooLong")
    /// A mask that selects no token.
    public static let emptyMask = Self(rawValue: "emptyMask")
}

extension ExtractionError {
    static func noTokens(request: Int) -> ExtractionError {
        ExtractionError(
            .invalidRequest, "Text \(request) has no tokens; at least one is needed.")
    }

    static func tokenOutOfRange(_ token: Int, request: Int, vocabularySize: Int)
        -> ExtractionError
    {
        ExtractionError(
            .invalidRequest,
            "Text \(request) has the token id \(token); the model's ids are 0 to "
                + "\(vocabularySize - 1). Use the model's own tokenizer.")
    }

    static func emptySelection(request: Int, selection: Int) -> ExtractionError {
        ExtractionError(
            .emptyMask,
            "Selection \(selection) of text \(request) selects no token; nothing can be averaged.")
    }

    static func selectionOutOfRange(_ position: Int, request: Int, count: Int)
        -> ExtractionError
    {
        ExtractionError(
            .invalidRequest,
            "Text \(request) has \(count) tokens; a selection asks for token \(position).")
    }

    static func textTooLong(_ count: Int, request: Int, limit: Int) -> ExtractionError {
        ExtractionError(
            .contextTooLong,
            "Text \(request) has \(count) tokens; the model was made for at most \(limit). "
                + "Shorten the persona or the question.")
    }

    static func promptTooLong(_ count: Int, newTokens: Int, limit: Int) -> ExtractionError {
        ExtractionError(
            .contextTooLong,
            "A prompt of \(count) tokens with \(newTokens) new ones exceeds the \(limit) tokens "
                + "that the model was made for. Shorten the prompt or ask for fewer tokens.")
    }

    static func layerNotThere(_ layer: Int, count: Int) -> ExtractionError {
        ExtractionError(
            .invalidRequest,
            "The model has \(count) layers, numbered from 0; layer \(layer) was asked for.")
    }

    static func noLayers() -> ExtractionError {
        ExtractionError(.invalidRequest, "No layer was asked for; at least one is needed.")
    }

    static func steeringSize(_ found: Int, layer: Int, needed: Int) -> ExtractionError {
        ExtractionError(
            .invalidRequest,
            "The steering vector of layer \(layer) has \(found) values; the model's hidden states "
                + "have \(needed).")
    }

    static func generationOption(_ name: String, found: String, needed: String)
        -> ExtractionError
    {
        ExtractionError(
            .invalidRequest, "The option '\(name)' is \(found); it must be \(needed).")
    }
}
