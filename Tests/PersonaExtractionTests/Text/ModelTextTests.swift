import ChatTemplates
import Foundation
import PersonaExtraction
import PersonaVectorsTesting
import Testing
import Tokenization

/// What transformers answered; made by `Tests/Fixtures/model_texts/make_model_texts.py`.
private struct Expected: Decodable {
    struct Message: Decodable {
        let role: String
        let content: String
    }

    struct Case: Decodable {
        let chat: String
        let prompt: Bool
        let text: String?
        let ids: [Int]?
        let error: String?
    }

    struct Model: Decodable {
        let tokenizer: String
        let supportsSystemRole: Bool
        let namedTokens: [String: String]
        let specialIDs: [Int]
        let cases: [Case]
    }

    let chats: [String: [Message]]
    let models: [String: Model]

    static func load() throws -> Expected {
        let url = ModelTextTests.fixtures.appending(path: "model_texts/expected.json")
        return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: url))
    }
}

/// The text sides of models, in every layout that their folders have had.
struct ModelTextTests {
    static let fixtures = InteropPython.packageRoot.appending(path: "Tests/Fixtures")
    static let layouts = ["one_file", "own_template", "named_templates", "added_tokens"]

    /// Runs `body` on a folder with a layout's files and a tokenizer, which goes afterwards.
    static func withModel<R>(
        _ layout: String, tokenizer: String, _ body: (URL) throws -> R
    ) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "model-text-\(UUID().uuidString)")
        try FileManager.default.copyItem(
            at: fixtures.appending(path: "model_texts/\(layout)"), to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(
            at: fixtures.appending(path: "tokenizers/\(tokenizer).json"),
            to: folder.appending(path: "tokenizer.json"))
        return try body(folder)
    }

    /// The time at which the clock of the fixtures stood.
    static func now() throws -> Date {
        try #require(
            Calendar(identifier: .gregorian).date(
                from: DateComponents(year: 2026, month: 3, day: 7, hour: 9, minute: 5, second: 8)))
    }

    /// Runs `body` on the text side with another template and other settings.
    private static func withTemplate<R>(
        _ template: String, settings: String? = nil, _ body: (ModelText) throws -> R
    ) throws -> R {
        try withModel("own_template", tokenizer: "mistral_legacy") { folder in
            let target = folder.appending(path: "chat_template.jinja")
            try? FileManager.default.removeItem(at: target)
            try FileManager.default.copyItem(
                at: fixtures.appending(path: "chat_templates/\(template)"), to: target)
            if let settings {
                try Data(settings.utf8).write(to: folder.appending(path: "tokenizer_config.json"))
            }
            return try body(ModelText(folder: folder))
        }
    }

    /// Mistral's template shows a system message only where the user has the last word.
    @Test func aSystemMessageThatTheTemplateLeavesOutIsFolded() throws {
        try Self.withTemplate("mistral3.jinja") { model in
            #expect(model.supportsSystemRole)
            let system = "I am {Ada}. e\u{301}"
            let question = [ChatMessage.system(system), .user("Why?")]
            #expect(try model.render(question).contains("[INST] \(system)\n\nWhy?[/INST]"))
            let answered = try model.render(question + [.assistant("So.")])
            #expect(answered.contains("[INST] \(system)\n\nWhy?[/INST] So."))
            let prompt = PersonaPrompt(
                id: "q", system: system, question: "Why?", answer: "So.")
            let spans = try PromptSpans(of: prompt, in: answered)
            #expect(spans.system.upperBound < spans.question.lowerBound)
        }
    }

    /// What the template is given shows in its text, and so does what a vector is made of.
    @Test func otherSpecialTokensAreOtherVariables() throws {
        func digest(_ token: String) throws -> String {
            try Self.withTemplate(
                "mistral3.jinja", settings: #"{"bos_token": "\#(token)"}"#
            ) { $0.variablesDigest }
        }
        #expect(try digest("<s>") == digest("<s>"))
        #expect(try digest("<s>") != digest("</s>"))
        #expect(try digest("<s>").count == 64)
    }

    @Test(arguments: layouts)
    func readsAndRendersAsTransformersDoes(_ layout: String) throws {
        let expected = try Expected.load()
        let model = try #require(expected.models[layout])
        let text = try Self.withModel(layout, tokenizer: model.tokenizer) {
            try ModelText(folder: $0, time: Self.now())
        }
        #expect(text.supportsSystemRole == model.supportsSystemRole)
        #expect(text.namedTokens == model.namedTokens)
        #expect(text.beginToken == model.namedTokens["bos_token"])
        #expect(text.endToken == model.namedTokens["eos_token"])
        #expect(text.specialIDs.sorted() == model.specialIDs)
        #expect(model.cases.count == 12)
        for item in model.cases {
            let messages = try #require(expected.chats[item.chat]).map {
                ChatMessage(role: $0.role, content: $0.content)
            }
            let rendered = Result { () throws(ExtractionError) in
                try text.render(messages, addingGenerationPrompt: item.prompt)
            }
            switch rendered {
            case .success(let rendered):
                #expect(rendered.utf8.elementsEqual((item.text ?? "").utf8), "\(item.chat)")
                #expect(text.tokenizer.encode(rendered).ids == item.ids, "\(item.chat)")
            case .failure(let error):
                #expect(error.code == .templateRefused)
                #expect(error.message.hasSuffix(": \(item.error ?? "no error")"))
            }
        }
    }

    @Test(arguments: [
        ("one_file", "qwen2", [0, 2]), ("own_template", "llama3", [1, 4]),
        ("named_templates", "gemma", [1]), ("added_tokens", "mistral_legacy", [1]),
    ])
    func knowsWhichTokensEndAText(layout: String, tokenizer: String, ends: [Int]) throws {
        let text = try Self.withModel(layout, tokenizer: tokenizer) { try ModelText(folder: $0) }
        #expect(text.endTokens == ends)
    }

    @Test func digestsAreThoseOfTheFiles() throws {
        let text = try Self.withModel("own_template", tokenizer: "llama3") {
            try ModelText(folder: $0)
        }
        // sha256sum of tokenizers/llama3.json and model_texts/own_template/chat_template.jinja.
        #expect(
            text.tokenizerDigest
                == "2644e4f57ec0d7f710f51f6d19dec5ac2848710034e3edcd22c056638a921145")
        #expect(
            text.templateDigest
                == "ad5069bd891fad707eaa29af7e3eaf010b7a41c797339bd7ef7921a3092943c6")
    }

    @Test func variablesReachTheTemplate() throws {
        let text = try Self.withModel("own_template", tokenizer: "llama3") {
            try ModelText(folder: $0, variables: ["date_string": "1 Apr 1999"])
        }
        #expect(try text.render([.user("Hi")]).contains("Today Date: 1 Apr 1999"))
    }

    @Test func aTemplateForImagesIsFoundToo() throws {
        let text = try Self.withModel("own_template", tokenizer: "llama3") { folder in
            let files = FileManager.default
            try files.removeItem(at: folder.appending(path: "chat_template.jinja"))
            try files.removeItem(at: folder.appending(path: "tokenizer_config.json"))
            try Data(#"{"chat_template": "{{ messages[0].content }}!"}"#.utf8)
                .write(to: folder.appending(path: "chat_template.json"))
            return try ModelText(folder: folder)
        }
        #expect(try text.render([.user("Hi")]) == "Hi!")
        #expect(text.beginToken == nil)
        #expect(text.specialIDs.isEmpty)
    }

    struct Bad: CustomTestStringConvertible {
        let file: String
        /// nil removes the file.
        let content: String?
        let code: ExtractionError.Code
        let sentence: String
        var testDescription: String { "\(file) \(content ?? "removed")" }
    }

    static let bad: [Bad] = [
        Bad(
            file: "tokenizer.json", content: nil, code: .invalidTokenizer,
            sentence: """
                The model folder FOLDER has no tokenizer.json, which is needed to read text. \
                Download the whole model, or save its tokenizer with transformers.
                """),
        Bad(
            file: "tokenizer.json", content: "{", code: .invalidTokenizer,
            sentence: "'FOLDER/tokenizer.json' is not valid JSON: "),
        Bad(
            file: "tokenizer.json", content: #"{"model": {"type": "Unigram", "vocab": []}}"#,
            code: .invalidTokenizer,
            sentence: """
                The tokenizer 'FOLDER/tokenizer.json' is not supported: its model is 'Unigram', \
                needed is
                """),
        Bad(
            file: "tokenizer_config.json", content: "[]", code: .invalidConfig,
            sentence:
                "FOLDER/tokenizer_config.json is not JSON: an object is needed at byte 0."),
        Bad(
            file: "tokenizer_config.json", content: "{\"bos_token\": ", code: .invalidConfig,
            sentence: "FOLDER/tokenizer_config.json is not JSON: "),
        Bad(
            file: "tokenizer_config.json", content: #"{"bos_token": 1}"#, code: .invalidConfig,
            sentence: """
                FOLDER/tokenizer_config.json has 1 for 'bos_token'; a token or null is needed.
                """),
        Bad(
            file: "tokenizer_config.json", content: "{}", code: .invalidTemplate,
            sentence: """
                The model folder FOLDER has no chat template, neither chat_template.jinja nor \
                'chat_template' in tokenizer_config.json; a model for conversations is needed. \
                Take the instruct version of the model, or write a chat_template.jinja.
                """),
        Bad(
            file: "tokenizer_config.json", content: #"{"chat_template": 7}"#,
            code: .invalidConfig,
            sentence: """
                FOLDER/tokenizer_config.json has 7 for 'chat_template'; a template or a list of \
                named templates is needed.
                """),
        Bad(
            file: "tokenizer_config.json",
            content: #"{"chat_template": [{"name": "rag", "template": "a"}]}"#,
            code: .invalidTemplate,
            sentence: """
                FOLDER/tokenizer_config.json has a list of chat templates (rag); one named \
                'default' is needed.
                """),
        Bad(
            file: "tokenizer_config.json", content: #"{"chat_template": [1]}"#,
            code: .invalidTemplate,
            sentence: """
                FOLDER/tokenizer_config.json has a list of chat templates (none with a name); one \
                named 'default' is needed.
                """),
        Bad(
            file: "chat_template.jinja", content: "{% if %}", code: .invalidTemplate,
            sentence: """
                FOLDER/chat_template.jinja cannot be used. The chat template is not valid in \
                line 1: 
                """),
        Bad(
            file: "generation_config.json", content: "{", code: .invalidConfig,
            sentence: "FOLDER/generation_config.json is not JSON: "),
    ]

    @Test(arguments: bad)
    func refusesWhatItCannotUseWithOneSentence(_ item: Bad) throws {
        try Self.withModel("one_file", tokenizer: "qwen2") { folder in
            let file = folder.appending(path: item.file)
            if let content = item.content {
                try Data(content.utf8).write(to: file)
            } else {
                try FileManager.default.removeItem(at: file)
            }
            let error = #expect(throws: ExtractionError.self) { try ModelText(folder: folder) }
            #expect(error?.code == item.code)
            let message =
                error?.message.replacingOccurrences(of: folder.path, with: "FOLDER") ?? ""
            #expect(message.hasPrefix(item.sentence), "\(message)")
            #expect(!message.contains("\n"))
        }
    }

    @Test func aTemplateThatIsNotTextIsRefused() throws {
        try Self.withModel("one_file", tokenizer: "qwen2") { folder in
            let file = folder.appending(path: "chat_template.jinja")
            try Data([0xFF, 0xFE, 0x00]).write(to: file)
            let error = #expect(throws: ExtractionError.self) { try ModelText(folder: folder) }
            #expect(error?.message == "The chat template \(file.path) is not text in UTF-8.")
        }
    }
}
