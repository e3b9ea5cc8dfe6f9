import ChatTemplates
import Foundation
import PersonaVectorsTesting
import Testing

/// What `transformers` answered; the README of the fixtures describes the fields.
private struct Expected: Decodable {
    struct Message: Decodable {
        let role: String
        let content: String
    }

    struct Case: Decodable {
        let template: String?
        let source: String?
        let chat: String?
        let prompt: Bool?
        let thinking: Bool?
        let text: String?
        let error: String?
        let message: String?
    }

    let variables: [String: String]
    let chats: [String: [Message]]
    let cases: [Case]
    let snippets: [Case]

    static func load() throws -> Expected {
        let url = folder.appending(path: "expected.json")
        return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: url))
    }

    static let folder = InteropPython.packageRoot.appending(path: "Tests/Fixtures/chat_templates")

    /// The time at which the clock stood.
    static func now() throws -> Date {
        try #require(
            Calendar(identifier: .gregorian).date(
                from: DateComponents(year: 2026, month: 3, day: 7, hour: 9, minute: 5, second: 8)))
    }

    func render(_ item: Case) throws -> String {
        let source = try item.source ?? Self.source(#require(item.template))
        let messages = try #require(chats[item.chat ?? "system-user-assistant"])
        var variables = variables.mapValues { ChatTemplate.Variable.text($0) }
        if let thinking = item.thinking { variables["enable_thinking"] = .flag(thinking) }
        return try ChatTemplate(source).render(
            messages.map { ChatMessage(role: $0.role, content: $0.content) },
            addingGenerationPrompt: item.prompt ?? false, variables: variables, now: Self.now())
    }

    static func source(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
}

@Suite struct ChatTemplateTests {
    private func check(_ items: [Expected.Case], _ expected: Expected) throws {
        for item in items {
            let name: Comment = "\(item.template ?? item.source ?? "") \(item.chat ?? "")"
            guard let text = item.text else {
                let error = try #require(throws: ChatTemplateError.self, name) {
                    try expected.render(item)
                }
                check(error, item, name)
                continue
            }
            let rendered = try expected.render(item)
            // Bytes: equivalent strings are equal to Swift.
            #expect(rendered.utf8.elementsEqual(text.utf8), name)
        }
    }

    private func check(_ error: ChatTemplateError, _ item: Expected.Case, _ name: Comment) {
        switch item.error {
        case "syntax":
            #expect([.invalidSyntax, .unsupportedFeature].contains(error.code), name)
        case "undefined":
            #expect(error.code == .undefined, name)
            #expect(error.message == item.message, name)
        case "raised":
            #expect([.raised, .invalidOperation].contains(error.code), name)
            #expect(error.message == item.message, name)
        default:
            #expect(error.code == .invalidOperation, name)
        }
    }

    @Test func rendersEveryFamilyAsTransformersDoes() throws {
        let expected = try Expected.load()
        #expect(expected.cases.count == 234)
        try check(expected.cases, expected)
    }

    @Test func followsTheRulesOfJinja() throws {
        let expected = try Expected.load()
        #expect(expected.snippets.count == 87)
        try check(expected.snippets, expected)
    }

    @Test(arguments: [
        ("llama3.jinja", true), ("llama31.jinja", true), ("qwen2.jinja", true),
        ("qwen3.jinja", true), ("gemma2.jinja", false), ("gemma3.jinja", true),
        ("mistral1.jinja", false), ("mistral3.jinja", true),
    ])
    func knowsWhetherASystemRoleIsTaken(name: String, isTaken: Bool) throws {
        let template = try ChatTemplate(Expected.source(name))
        #expect(template.supportsSystemRole(variables: ["bos_token": "<s>"]) == isTaken)
    }

    @Test(arguments: [
        ("{{ 1", "The chat template is not valid in line 1: a tag does not end."),
        ("a\n{% if x %}", "The chat template is not valid in line 2: a block is not closed."),
        (
            "{% endfor %}",
            "The chat template is not valid in line 1: there is no block 'endfor' here."
        ),
        ("{{ 'a }}", "The chat template is not valid in line 1: a string does not end."),
        (
            "{{ a ? b }}",
            "The chat template is not valid in line 1: the character '?' is unexpected."
        ),
        (
            "{% include 'x' %}",
            "The chat template needs the block 'include' in line 1, which is not supported."
        ),
        (
            "{{ " + String(repeating: "(", count: 500) + String(repeating: ")", count: 500) + " }}",
            "The chat template is not valid in line 1: it is nested too deeply."
        ),
    ])
    func saysWhatIsWrongWithATemplate(source: String, sentence: String) throws {
        let error = try #require(throws: ChatTemplateError.self) { try ChatTemplate(source) }
        #expect(error.message == sentence)
        #expect(error.localizedDescription == sentence)
    }

    @Test(arguments: [
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        """
        {% for a in range(99999) %}{% for b in range(99999) %}{% set x = 1 %}{% endfor %}\
        {% endfor %}
        """,
    ])
    func boundsWhatATemplateCanDo(source: String) throws {
        let error = try #require(throws: ChatTemplateError.self) {
            try ChatTemplate(source).render([])
        }
        #expect(error.code == .invalidOperation)
        #expect(error.message.contains("is limited to"))
    }

    @Test func putsTheSystemMessageBeforeTheFirstUserMessage() {
        let folded = [ChatMessage.system("s"), .user("u"), .assistant("a")].foldingSystemMessage()
        #expect(folded == [.user("s\n\nu"), .assistant("a")])
        #expect([ChatMessage.system(""), .user("u")].foldingSystemMessage() == [.user("u")])
        #expect(
            [ChatMessage.system("s"), .assistant("a")].foldingSystemMessage() == [.assistant("a")])
        #expect([ChatMessage.user("u"), .system("s")].foldingSystemMessage().count == 2)
    }
}
