import Synchronization

/// Something that runs a decoder model: the native engine, a Python process, or stored answers.
///
/// Layer `i` always means the output of decoder block `i`, as it is added to the residual stream:
/// there is no layer for the embeddings, and the last one is taken before the final norm.
public protocol ActivationBackend: Sendable {
    /// The model.
    var model: ModelInfo { get }

    /// Runs the model over some texts and averages its hidden states over the tokens selected.
    ///
    /// Texts that start alike, such as the questions put to one persona, belong into one call:
    /// their common start is computed once. Texts are cut after their last selected token.
    ///
    /// - Parameters:
    ///   - requests: the texts.
    ///   - layers: the layers wanted, rising; nil means all.
    ///   - receive: gets the index of a request and one result a selection of it, in the order of
    ///     the requests, as soon as they are known. What it throws ends the call.
    /// - Throws: ``ExtractionError`` with code `invalidRequest` or `contextTooLong` before anything
    ///   is computed, what `receive` throws, `CancellationError` when the task is cancelled.
    func activations(
        for requests: [ActivationRequest], layers: [Int]?,
        receive: @escaping @Sendable (Int, [LayerActivations]) throws -> Void
    ) async throws

    /// Continues a text.
    ///
    /// - Parameters:
    ///   - prompt: the tokens so far, special tokens included.
    ///   - options: how many tokens, and how they are chosen.
    ///   - steering: vectors to add while the text is read and written.
    ///   - receive: gets each new token; answers whether to go on.
    /// - Returns: the new tokens; the token that ended the text is the last one.
    /// - Throws: ``ExtractionError`` with code `invalidRequest` or `contextTooLong`,
    ///   `CancellationError` when the task is cancelled.
    func generate(
        from prompt: [Int], options: GenerationOptions, steering: SteeringPlan?,
        receive: @escaping @Sendable (Int) -> Bool
    ) async throws -> [Int]
}

extension ActivationBackend {
    /// The results of ``activations(for:layers:receive:)`` at once: one array a request.
    ///
    /// - Parameters:
    ///   - requests: the texts.
    ///   - layers: the layers wanted, rising; nil means all.
    /// - Returns: one result a selection, for each request.
    /// - Throws: as ``activations(for:layers:receive:)`` does.
    public func activations(
        for requests: [ActivationRequest], layers: [Int]? = nil
    ) async throws -> [[LayerActivations]] {
        let results = Collected(count: requests.count)
        try await activations(for: requests, layers: layers) { index, selections in
            results.values.withLock { $0[index] = selections }
        }
        return results.values.withLock { $0 }
    }

    /// Continues a text, without looking at tokens as they come.
    ///
    /// - Parameters:
    ///   - prompt: the tokens so far.
    ///   - options: how many tokens, and how they are chosen.
    ///   - steering: vectors to add.
    /// - Returns: the new tokens.
    /// - Throws: as ``generate(from:options:steering:receive:)`` does.
    public func generate(
        from prompt: [Int], options: GenerationOptions = GenerationOptions(),
        steering: SteeringPlan? = nil
    ) async throws -> [Int] {
        try await generate(from: prompt, options: options, steering: steering) { _ in true }
    }
}
