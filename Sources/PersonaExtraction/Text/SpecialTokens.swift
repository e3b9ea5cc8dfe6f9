import PersonaVectors

/// The special tokens that the files of a model name, put together as transformers 5 does it.
struct SpecialTokens {
    /// The tokens' texts by what they are for, such as `bos_token`.
    private(set) var named: [String: String] = [:]
    /// Those without a name of their own.
    private(set) var others: [String] = []

    /// Those of every tokenizer; a value here must be a token.
    private static let standardNames: Set<String> = [
        "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
    ]

    /// Reads the special tokens of a model folder.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidConfig`.
    init(_ config: ConfigReader, folder: String) throws(ExtractionError) {
        try add(config)
        // A list of added tokens marks a file that says all there is to say.
        if config.value("added_tokens_decoder") == nil {
            try add(ModelFile.config("special_tokens_map.json", in: folder))
        }
    }

    private mutating func add(_ config: ConfigReader) throws(ExtractionError) {
        for member in config.object.members where member.key.string.hasSuffix("_token") {
            let name = member.key.string
            if let text = Self.text(of: member.value) {
                named[name] = text
            } else if Self.standardNames.contains(name), member.value != .null {
                throw config.wrong(name, member.value, "a token or null")
            }
        }
        let key = "extra_special_tokens"
        for (name, value) in config.value(key)?.objectValue?.members ?? [] {
            named[name.string] = Self.text(of: value)
        }
        let listed =
            config.value(key)?.arrayValue ?? config.value("additional_special_tokens")?.arrayValue
        others = listed?.compactMap(Self.text) ?? others
    }

    /// A token is a text, or an object that says how it is matched too.
    private static func text(of value: JSONValue) -> String? {
        value.stringValue ?? value.objectValue?["content"]?.stringValue
    }
}
