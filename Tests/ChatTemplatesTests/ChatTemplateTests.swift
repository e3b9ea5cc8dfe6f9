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
    let refused: [Case]

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
            #expect([.invalidOperation, .limitExceeded].contains(error.code), name)
        }
    }

    @Test func rendersEveryFamilyAsTransformersDoes() throws {
        let expected = try Expected.load()
        #expect(expected.cases.count == 234)
        try check(expected.cases, expected)
    }

    @Test func followsTheRulesOfJinja() throws {
        let expected = try Expected.load()
        #expect(expected.snippets.count == 199)
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
            "a\n{% break %}",
            "The chat template is not valid in line 2: 'break' stands outside a loop."
        ),
        (
            "{% for n.x in [] %}{% endfor %}",
            "The chat template is not valid in line 1: a loop cannot assign to a member."
        ),
        (
            "{{ f(a=1, 2) }}",
            """
            The chat template is not valid in line 1: an argument without a name follows one with \
            a name.
            """
        ),
        (
            "{% macro f(a=1, b) %}{% endmacro %}",
            """
            The chat template is not valid in line 1: a parameter without a value follows one with \
            a value.
            """
        ),
        (
            "{{ 1 is odd is odd }}",
            "The chat template is not valid in line 1: a test follows a test."
        ),
        (
            #"{{ '\x4' }}"#,
            "The chat template is not valid in line 1: an escape lacks its 2 hexadecimal digits."
        ),
        (
            "{{ 9223372036854775808 }}",
            "The chat template needs a number beyond 64 bits in line 1, which is not supported."
        ),
        (
            "{% raw %}\n{% endra %}",
            "The chat template is not valid in line 1: raw text does not end."
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
        ("{{ [1] | map | list }}", "'map' needs the argument 'filter'"),
        ("{{ [1] | selectattr | list }}", "'selectattr' needs the argument 'attribute'"),
        ("{{ 'a' | replace('b') }}", "'replace' needs the argument 'new'"),
        ("{{ 'a' | upper(1) }}", "'upper' takes no more than 0 arguments"),
        ("{{ 'a' | trim(x=1) }}", "'trim' takes no argument 'x', or has it already"),
        (
            "{% macro f(a) %}{% endmacro %}{{ f(1, a=2) }}",
            "'f' takes no argument 'a', or has it already"
        ),
        ("{{ 1 + 'a' }}", "'+' does not apply to a value of type int and a value of type str"),
        ("{{ 1 // 0 }}", "'//' does not apply to a division by zero"),
        ("{{ 'a'.split('') }}", "'split' does not apply to an empty separator"),
        ("{{ [1] | select | length }}", "'length' does not apply to a value of type generator"),
    ])
    func saysWhyATemplateCannotBeRendered(source: String, reason: String) throws {
        let error = try #require(throws: ChatTemplateError.self) {
            try ChatTemplate(source).render([])
        }
        #expect(error.code == .invalidOperation)
        #expect(error.message == "The chat template cannot be rendered: \(reason).")
    }

    @Test(arguments: [
        ("{{ 'a' | nofilter }}", "the filter 'nofilter'"),
        ("{{ 1 is notest }}", "the test 'notest'"),
        ("{{ 'a'.zfill(3) }}", "the method 'zfill'"),
        (
            "{{ ('a' | safe) + '<' }}",
            "the filter 'safe' elsewhere than at the end of what is printed"
        ),
        ("{{ strftime_now('%Q') }}", "the directive '%Q' of 'strftime_now'"),
        ("{{ 9223372036854775807 + 1 }}", "a number beyond 64 bits"),
        ("{{ '%d' % 1 }}", "text formatting other than with '%s'"),
        ("{{ range(3) }}", "the text of a value of type range"),
        ("{{ [namespace()] }}", "the text of a namespace inside another value"),
    ])
    func saysWhatItDoesNotSupport(source: String, feature: String) throws {
        let error = try #require(throws: ChatTemplateError.self) {
            try ChatTemplate(source).render([])
        }
        #expect(error.code == .unsupportedFeature)
        #expect(error.message == "The chat template needs \(feature), which is not supported.")
    }

    @Test func refusesWhatItWouldRenderOtherwise() throws {
        let expected = try Expected.load()
        #expect(expected.refused.count == 29)
        for item in expected.refused {
            let name: Comment = "\(item.source ?? "")"
            let error = try #require(throws: ChatTemplateError.self, name) {
                try expected.render(item)
            }
            #expect([.unsupportedFeature, .limitExceeded].contains(error.code), name)
        }
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
