public import ChatTemplates
import Tokenization

/// What a model answered in a conversation.
public struct Reply: Hashable, Sendable {
    /// The conversation as the model read it, special tokens included.
    public let prompt: String
    /// The tokens of ``prompt``.
    public let promptTokens: [Int]
    /// The answer, without special tokens.
    public let text: String
    /// The tokens of the answer; when the model ended it, the last is the token that did.
    public let tokens: [Int]
    /// Whether the model ended the answer; else it was cut off at the most tokens to write.
    public let isComplete: Bool
}

extension ActivationBackend {
    /// Lets the model answer the last turn of a conversation.
    ///
    /// - Parameters:
    ///   - messages: the turns so far; the last is the user's.
    ///   - text: the text side of the same model.
    ///   - options: how many tokens, and how they are chosen; the answer also ends with the tokens
    ///     that the text side knows to end one, unless `endTokens` says otherwise.
    ///   - steering: vectors to add while the conversation is read and the answer is written.
    /// - Returns: the answer.
    /// - Throws: ``ExtractionError`` with code `templateRefused`, and as
    ///   ``generate(from:options:steering:receive:)`` does.
    public func reply(
        to messages: [ChatMessage], text: ModelText,
        options: GenerationOptions = GenerationOptions(), steering: SteeringPlan? = nil
    ) async throws -> Reply {
        let prompt = try text.render(messages, addingGenerationPrompt: true)
        let promptTokens = text.tokenizer.encode(prompt).ids
        let ends = options.endTokens ?? Set(model.endTokens + text.endTokens).sorted()
        var options = options
        options.endTokens = ends
        let tokens = try await generate(from: promptTokens, options: options, steering: steering)
        return Reply(
            prompt: prompt, promptTokens: promptTokens, text: text.tokenizer.decode(tokens),
            tokens: tokens, isComplete: tokens.last.map(ends.contains) ?? false)
    }
}
