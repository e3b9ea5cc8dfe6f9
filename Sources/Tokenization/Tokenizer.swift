public import Foundation

/// Turns text into the ids that a language model reads, and ids into text.
///
/// Reads the `tokenizer.json` of Hugging Face models with byte-pair encoding: byte-level as in
/// GPT-2, Llama 3, Qwen and newer Mistral models, and with byte fallback as in Gemma, Llama 2 and
/// older Mistral models. Ids, offsets and decoded text are those of the `tokenizers` library
/// (compared with 0.23). What a file asks for beyond that is refused when it is loaded, never
/// guessed; its settings for truncation and padding are not applied.
///
/// A value that never changes: any number of threads may use it at once.
public struct Tokenizer: Sendable {
    let normalizer: Normalizer?
    let preTokenizer: PreTokenizer?
    let model: BytePairModel
    let postProcessor: PostProcessor
    let decoder: TokenDecoder?
    let addedTokens: AddedVocabulary

    /// Loads a tokenizer.
    ///
    /// - Parameter url: a `tokenizer.json`, or a model folder that has one.
    /// - Throws: ``TokenizationError``.
    /// - Complexity: O(size of the file); about a quarter of a second for 150,000 tokens.
    public init(contentsOf url: URL) throws(TokenizationError) {
        // A path that cannot be examined is taken for a file, and reported as one below.
        let isFolder = (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false
        let file = isFolder ? url.appending(path: "tokenizer.json") : url
        guard FileManager.default.fileExists(atPath: file.path) else { throw .notFound(file.path) }
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw .cannotRead(file.path, error)
        }
        try self.init(json: data, path: file.path)
    }

    /// Reads a tokenizer from the bytes of a `tokenizer.json`.
    ///
    /// - Parameters:
    ///   - json: the bytes.
    ///   - path: where they come from, for messages.
    /// - Throws: ``TokenizationError``.
    public init(json: Data, path: String = "tokenizer.json") throws(TokenizationError) {
        let file = try TokenizerFile(Array(json), path: path)
        let reader = ComponentReader(path: path)
        func component<Part>(
            _ name: String, _ read: (ComponentDescription) throws(TokenizationError) -> Part
        ) throws(TokenizationError) -> Part? {
            guard let description = try file.part(name, as: ComponentDescription.self) else {
                return nil
            }
            return try read(description)
        }
        normalizer = try component("normalizer", reader.normalizer)
        preTokenizer = try component("pre_tokenizer", reader.preTokenizer)
        decoder = try component("decoder", reader.decoder)
        postProcessor = try component("post_processor", reader.postProcessor) ?? PostProcessor()
        model = try file.bytePairModel(isByteLevel: preTokenizer?.isByteLevel ?? false)
        let tokens = try file.part("added_tokens", as: [AddedToken].self) ?? []
        for token in tokens where !(0...Vocabulary.maximumID).contains(token.id) {
            throw .idOutOfRange(path, token: token.content, id: token.id)
        }
        addedTokens = AddedVocabulary(tokens, normalizer: normalizer)
    }

    /// How many tokens there are, added ones included.
    public var vocabularySize: Int {
        model.vocabulary.count + addedTokens.countOutside(model.vocabulary)
    }

    /// The id of a token as the vocabulary writes it, nil when there is none.
    public func id(of token: String) -> Int? {
        addedTokens.id(of: token) ?? model.vocabulary.id(of: Array(token.utf8)[...]).map(Int.init)
    }

    /// The token with an id as the vocabulary writes it, nil when there is none.
    public func token(for id: Int) -> String? {
        addedTokens.token(for: id)
            ?? model.vocabulary.token(for: id).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether an id is that of a token which the file marks as special.
    public func isSpecial(_ id: Int) -> Bool {
        addedTokens.isSpecial(id)
    }
}
