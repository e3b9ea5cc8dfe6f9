public import ChatTemplates
public import Foundation
import Safetensors
public import Tokenization

/// The side of a model that reads and writes text: its tokenizer, its chat template and its special
/// tokens, from the folder in which Hugging Face keeps them.
///
/// Needs `tokenizer.json` and a chat template; weights are neither needed nor read. The template is
/// looked for in `chat_template.jinja`, then in `tokenizer_config.json`, where it may be one of a
/// list (`default` is taken), then in `chat_template.json`. Special tokens are those that
/// transformers 5 finds in `tokenizer_config.json` and, of older models,
/// `special_tokens_map.json`. Settings that its tokenizer classes have by themselves, without a
/// word in these files, are not known here.
public struct ModelText: Sendable {
    /// The folder.
    public let folder: String
    /// Turns text into ids and back.
    public let tokenizer: Tokenizer
    /// Turns conversations into text.
    public let template: ChatTemplate
    /// The special tokens that have a name, by it: `bos_token`, `eos_token` and so on.
    public let namedTokens: [String: String]
    /// The ids of all special tokens that the files name: `all_special_ids` of transformers.
    ///
    /// Fewer than those that ``tokenizer`` takes for special, which the vocabulary marks.
    public let specialIDs: Set<Int>
    /// The ids that end a text, rising: that of the end token, and those of
    /// `generation_config.json`.
    public let endTokens: [Int]
    /// Whether the template takes a system message that stands alone; any refusal counts as no.
    public let supportsSystemRole: Bool
    /// The SHA-256 digest of `tokenizer.json`, in hexadecimal digits.
    public let tokenizerDigest: String
    /// The SHA-256 digest of the template's text, in hexadecimal digits.
    public let templateDigest: String
    /// The SHA-256 digest of what the template is given besides messages, special tokens among it, and
    /// of the ids that are special, in hexadecimal digits.
    public let variablesDigest: String
    /// What templates take for the present, such as those of Llama 3.1, which write the date.
    public let time: Date

    let variables: [String: ChatTemplate.Variable]
    let templatePath: String

    /// Reads the text side of a model.
    ///
    /// - Parameters:
    ///   - folder: the model's folder.
    ///   - variables: what the template may ask for besides special tokens, such as
    ///     `enable_thinking`; they count before special tokens of the same name.
    ///   - time: what templates take for the present.
    /// - Throws: ``ExtractionError`` with code `invalidTokenizer` when `tokenizer.json` is missing,
    ///   broken or of a kind that is not supported, `invalidTemplate` when there is no template or
    ///   it cannot be understood, `invalidConfig` for another file that cannot be understood.
    /// - Complexity: O(size of the files); about a quarter of a second for 150,000 tokens.
    public init(
        folder: URL, variables: [String: ChatTemplate.Variable] = [:], time: Date = .now
    ) throws(ExtractionError) {
        let path = folder.path
        let config = try ModelFile.config("tokenizer_config.json", in: path)
        let special = try SpecialTokens(config, folder: path)
        let source = try ChatTemplateSource(of: config, folder: path)
        let generation = try ModelFile.config("generation_config.json", in: path)
        let template: ChatTemplate
        do throws(ChatTemplateError) {
            template = try ChatTemplate(source.text)
        } catch {
            throw .templateInvalid(source.path, error)
        }
        let tokenizer = try Self.tokenizer(in: path)
        self.folder = path
        self.tokenizer = tokenizer.value
        tokenizerDigest = tokenizer.digest
        self.template = template
        templatePath = source.path
        templateDigest = SHA256Digest(of: Array(source.text.utf8)).hex
        namedTokens = special.named
        let texts = Array(special.named.values) + special.others
        specialIDs = Set(texts.compactMap { tokenizer.value.id(of: $0) })
        let end = special.named["eos_token"].flatMap { tokenizer.value.id(of: $0) }
        endTokens = Set(generation.tokens("eos_token_id") + [end].compactMap(\.self)).sorted()
        let tokens = special.named.mapValues { ChatTemplate.Variable.text($0) }
        self.variables = tokens.merging(variables) { $1 }
        variablesDigest = Self.digest(of: self.variables, specialIDs)
        self.time = time
        supportsSystemRole = template.supportsSystemRole(variables: self.variables)
    }

    private static func digest(
        of variables: [String: ChatTemplate.Variable], _ ids: Set<Int>
    ) -> String {
        var hasher = SHA256Hasher()
        for (name, variable) in variables.sorted(by: { $0.key < $1.key }) {
            let value =
                switch variable {
                case .text(let text): "text \(text)"
                case .flag(let flag): "flag \(flag)"
                }
            // The length keeps apart what would be alike when joined.
            Array("\(name.utf8.count):\(name)\(value.utf8.count):\(value)".utf8)
                .withUnsafeBytes { hasher.update($0) }
        }
        Array("\(ids.sorted())".utf8).withUnsafeBytes { hasher.update($0) }
        return hasher.finalize().hex
    }

    private static func tokenizer(
        in folder: String
    ) throws(ExtractionError) -> (value: Tokenizer, digest: String) {
        let name = "tokenizer.json"
        guard let data = try ModelFile.data(name, in: folder) else {
            throw .tokenizerMissing(name, folder: folder)
        }
        do throws(TokenizationError) {
            let tokenizer = try Tokenizer(json: data, path: folder + "/" + name)
            return (tokenizer, SHA256Digest(of: Array(data)).hex)
        } catch {
            throw .tokenizerInvalid(error)
        }
    }

    /// The text of the token that begins a text, nil when the model has none.
    public var beginToken: String? { namedTokens["bos_token"] }

    /// The text of the token that ends a text, nil when the model has none.
    public var endToken: String? { namedTokens["eos_token"] }
}

extension ModelText {
    /// The text of a conversation, as the model was trained to read it.
    ///
    /// Where the template takes no system message, or leaves it out of this conversation, a leading one
    /// goes before the first user message, with an empty line between; one that is empty or that no
    /// user message follows is dropped. Templates of Mistral show it only when the user has the last
    /// word; the Python original cannot extract with them.
    ///
    /// - Parameters:
    ///   - messages: the turns in order.
    ///   - addingGenerationPrompt: whether the text ends where the model's answer begins.
    /// - Returns: the text, special tokens included: encode it without adding any.
    /// - Throws: ``ExtractionError`` with code `templateRefused`.
    public func render(
        _ messages: [ChatMessage], addingGenerationPrompt: Bool = false
    ) throws(ExtractionError) -> String {
        func text(_ messages: [ChatMessage]) throws(ExtractionError) -> String {
            do throws(ChatTemplateError) {
                return try template.render(
                    messages, addingGenerationPrompt: addingGenerationPrompt,
                    variables: variables, now: time)
            } catch {
                throw .templateRefused(templatePath, error)
            }
        }
        guard supportsSystemRole else { return try text(messages.foldingSystemMessage()) }
        let rendered = try text(messages)
        guard let first = messages.first, first.role == "system",
            !rendered.hasScalars(of: first.content.stripped())
        else { return rendered }
        return try text(messages.foldingSystemMessage())
    }
}

extension String {
    /// Whether a text stands in this one code point for code point, as masks search for it.
    fileprivate func hasScalars(of text: String) -> Bool {
        text.isEmpty
            || Array(unicodeScalars).firstRange(of: Array(text.unicodeScalars), from: 0) != nil
    }
}
