/// A normalizer, pre-tokenizer, post-processor or decoder as `tokenizer.json` describes it.
///
/// One type for all: they share field names, and what is known is decided by `type`.
struct ComponentDescription: Decodable {
    let type: String
    let pattern: Pattern?
    let content: String?
    let prepend: String?
    let behavior: String?
    let invert: Bool?
    let addPrefixSpace: Bool?
    let useRegex: Bool?
    let trimOffsets: Bool?
    let replacement: String?
    let prependScheme: String?
    let split: Bool?
    let start: Int?
    let stop: Int?
    let single: [TemplatePiece]?
    let specialTokens: [String: TemplateToken]?
    let parts: [ComponentDescription]

    /// What is looked for: a text or a regular expression.
    enum Pattern: Decodable {
        case text(String)
        case expression(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            if let text = try container.decodeIfPresent(String.self, forKey: .text) {
                self = .text(text)
            } else {
                self = .expression(try container.decode(String.self, forKey: .expression))
            }
        }

        private enum CodingKeys: String, CodingKey {
            case text = "String"
            case expression = "Regex"
        }
    }

    /// A piece of a template: a special token, or the place of the text.
    struct TemplatePiece: Decodable {
        struct Name: Decodable { let id: String }
        let specialToken: Name?
        let sequence: Name?

        private enum CodingKeys: String, CodingKey {
            case specialToken = "SpecialToken"
            case sequence = "Sequence"
        }
    }

    /// The ids that a special token of a template stands for.
    struct TemplateToken: Decodable { let ids: [Int] }

    private enum CodingKeys: String, CodingKey {
        case type, pattern, content, prepend, behavior, invert, replacement, split, start, stop
        case single, normalizers, pretokenizers, processors, decoders
        case addPrefixSpace = "add_prefix_space"
        case useRegex = "use_regex"
        case trimOffsets = "trim_offsets"
        case prependScheme = "prepend_scheme"
        case specialTokens = "special_tokens"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
            try container.decodeIfPresent(Value.self, forKey: key)
        }
        type = try container.decode(String.self, forKey: .type)
        pattern = try value(.pattern)
        content = try value(.content)
        prepend = try value(.prepend)
        behavior = try value(.behavior)
        invert = try value(.invert)
        addPrefixSpace = try value(.addPrefixSpace)
        useRegex = try value(.useRegex)
        trimOffsets = try value(.trimOffsets)
        replacement = try value(.replacement)
        prependScheme = try value(.prependScheme)
        split = try value(.split)
        start = try value(.start)
        stop = try value(.stop)
        single = type == "TemplateProcessing" ? try value(.single) : nil
        specialTokens = type == "TemplateProcessing" ? try value(.specialTokens) : nil
        let lists: [CodingKeys] = [.normalizers, .pretokenizers, .processors, .decoders]
        parts = try lists.flatMap { try value($0) ?? [ComponentDescription]() }
    }
}
