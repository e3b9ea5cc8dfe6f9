import ChatTemplates
import Foundation
import PersonaExtraction
import PersonaVectors
import Testing
import Tokenization

/// What PyPI `tokenizers` and the original's rules make of conversations; made by
/// `Tests/Fixtures/tokenizers/make_masks.py`.
struct MaskFixture: Decodable {
    struct Parts<Value: Decodable>: Decodable {
        let system, question, answer: Value
    }

    struct Case: Decodable {
        let name: String
        let text: String
        /// As they are given; the text may have them stripped.
        let parts: Parts<String>
        /// Start and end in code points.
        let spans: Parts<[Int]>
        let ids: [Int]
        let offsets: [Int]
        /// The first token and the one behind the last.
        let tokens: Parts<[Int]>
        let masks: [String: [Int]?]

        var prompt: PersonaPrompt {
            PersonaPrompt(
                id: "q", system: parts.system, question: parts.question, answer: parts.answer)
        }
    }

    let models: [String: [Case]]

    static func cases(of kind: String) throws -> [Case] {
        let file = ModelTextTests.fixtures.appending(path: "tokenizers/masks.expected.json")
        let all = try JSONDecoder().decode(MaskFixture.self, from: Data(contentsOf: file))
        return try #require(all.models[kind])
    }
}

/// The whole way from a text to the tokens of a mask, judged by another implementation.
struct TokenizedPromptGoldenTests {
    /// Runs `body` on the text side of a model whose conversations all read `text`.
    static func withModel<R>(
        _ tokenizer: String, saying text: String, _ body: (ModelText) throws -> R
    ) throws -> R {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(path: "masks-\(UUID().uuidString)")
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: folder) }
        try files.copyItem(
            at: ModelTextTests.fixtures.appending(path: "tokenizers/\(tokenizer).json"),
            to: folder.appending(path: "tokenizer.json"))
        try Data("{{ conversation }}".utf8).write(to: folder.appending(path: "chat_template.jinja"))
        return try body(ModelText(folder: folder, variables: ["conversation": .text(text)]))
    }

    @Test(arguments: ["qwen2", "gemma", "mistral_legacy", "llama3"])
    func fromTextToMaskAsTheReferenceDoes(_ tokenizer: String) throws {
        let cases = try MaskFixture.cases(of: tokenizer)
        #expect(cases.count == 12)
        for item in cases {
            try Self.withModel(tokenizer, saying: item.text) { model in
                let comment = Comment(rawValue: item.name)
                let spans = try PromptSpans(of: item.prompt, in: item.text)
                #expect(spans.system == Self.range(item.spans.system), comment)
                #expect(spans.question == Self.range(item.spans.question), comment)
                #expect(spans.answer == Self.range(item.spans.answer), comment)
                try Self.check(TokenizedPrompt(item.prompt, model: model), item, comment)
            }
        }
    }

    static func check(
        _ found: TokenizedPrompt, _ item: MaskFixture.Case, _ comment: Comment
    ) throws {
        #expect(found.text.utf8.elementsEqual(item.text.utf8), comment)
        #expect(found.tokenIDs == item.ids, comment)
        let offsets = found.tokens.offsets.flatMap { [$0.lowerBound, $0.upperBound] }
        #expect(offsets == item.offsets, comment)
        #expect(found.spans.system == range(item.tokens.system), comment)
        #expect(found.spans.question == range(item.tokens.question), comment)
        #expect(found.spans.answer == range(item.tokens.answer), comment)
        #expect(Set(item.masks.keys) == Set(MaskStrategy.known.map(\.rawValue)), comment)
        for (name, expected) in item.masks {
            let strategy = MaskStrategy(rawValue: name)
            if let expected {
                #expect(try found.mask(of: strategy) == expected, "\(item.name): \(name)")
            } else {
                let error = #expect(throws: ExtractionError.self, "\(item.name): \(name)") {
                    try found.mask(of: strategy)
                }
                #expect(error?.code == .emptyMask)
            }
        }
    }

    static func range(_ bounds: [Int]) -> Range<Int> { bounds[0]..<bounds[1] }

    /// NFC makes one letter of `e` and the accent, which is then covered by no token of its own.
    @Test func saysThatNoTokenCoversAPart() throws {
        let prompt = PersonaPrompt(id: "q7", system: "S", question: "Q", answer: "\u{301}")
        let error = try Self.withModel("qwen2", saying: "S Q e\u{301}") { model in
            #expect(throws: ExtractionError.self) { try TokenizedPrompt(prompt, model: model) }
        }
        #expect(error?.code == .spanNotFound)
        #expect(
            error?.message
                == "No token covers the answer of sample 'q7'; the tokenizer drops its text.")
    }
}
