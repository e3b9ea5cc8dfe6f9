import Foundation
import Testing

@testable import ChatTemplates

/// A template that goes as deep as one may.
struct DeepTemplate: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let source: String

    init(_ name: String, _ source: String) {
        testDescription = name
        self.source = source
    }

    /// A macro without end, each turn of which goes through `body`.
    private static func macro(_ body: String) -> DeepTemplate {
        DeepTemplate("macro: \(body)", "{% macro f(a='') %}\(body){% endmacro %}{{ f() }}")
    }

    private static func times(_ count: Int, _ text: String) -> String {
        String(repeating: text, count: count)
    }

    /// The deepest that the parser lets through.
    private static func nested(
        _ open: String, _ inner: String, _ close: String, _ begin: String = "", _ end: String = ""
    ) -> DeepTemplate {
        let levels = Limit.blocks - 2
        return DeepTemplate(
            "nested: \(open)", begin + times(levels, open) + inner + times(levels, close) + end)
    }

    /// A value of the deepest kind, used inside as many operators as brackets can hold.
    private static func value(_ name: String, _ empty: String, _ outer: String) -> DeepTemplate {
        let end = "|tojson ~ n.x ~ (n.x == n.y) ~ ([n.x, n.y]|unique|list|length)"
        return DeepTemplate(
            "value: \(name)",
            """
            {% set n = namespace(x=\(empty), y=\(empty)) %}\
            {% for i in range(\(Limit.valueNesting - 3)) %}\
            {% set n.x = \(outer)x\(outer == "[n." ? "]" : ",)") %}\
            {% set n.y = \(outer)y\(outer == "[n." ? "]" : ",)") %}{% endfor %}\
            {{ \(times(Limit.blocks - 4, "('' ~ "))n.x\(end)\(times(Limit.blocks - 4, ")")) }}
            """)
    }

    static let all = [
        macro("{{ f() }}"), macro("{{ '' ~ f() }}"), macro("{{ a[f():] }}"),
        macro("{% for i in f() %}{% endfor %}"), macro("{% for i in [1] %}{{ f() }}{% endfor %}"),
        macro("{% for i in [1] if f() %}{% endfor %}"),
        macro("{% filter replace('', f()) %}{% endfilter %}"),
        DeepTemplate("macro: a default", "{% macro f(a=f()) %}{% endmacro %}{{ f() }}"),
        nested("(1 + ", "1", ")", "{{ ", " }}"), nested("{'a': ", "1", "}", "{{ ", " }}"),
        nested("1 is eq(", "1", ")", "{{ ", " }}"), nested("1 | default(", "1", ")", "{{ ", " }}"),
        nested("{% for i in [1] %}", "{{ 1 }}", "{% endfor %}"),
        nested("{% if 0 %}{% elif 1 %}", "{{ 1 }}", "{% endif %}"),
        DeepTemplate("chain", "{{ 1\(times(Limit.operators, " + 1")) }}"),
        value("list", "[]", "[n."), value("tuple", "()", "(n."),
    ]
}

@Suite struct StackTests {
    /// Half of the stack is left, by code that is not optimized.
    @Test(arguments: DeepTemplate.all)
    func leavesHalfOfItsStack(template: DeepTemplate) throws {
        let used = MeasuredStack.used(of: OwnStack.size) {
            guard let body = try? Parser.parse(template.source) else {
                Issue.record("The template is not read.")
                return
            }
            _ = try? Renderer.render(body, in: Scope(), now: .now)
        }
        let bytes = try #require(used)
        #expect(bytes > OwnStack.size / 40)
        #expect(bytes < OwnStack.size / 2)
    }

    @Test(arguments: DeepTemplate.all)
    func takesLittleOfTheCallersStack(template: DeepTemplate) throws {
        let used = MeasuredStack.used(of: MeasuredStack.workerThread) {
            _ = try? ChatTemplate(template.source).render([])
        }
        #expect(try #require(used) < MeasuredStack.workerThread / 2)
    }

    @Test func saysThatThereIsNoThread() {
        #expect(
            ChatTemplateError.noThread(11).message
                == "The chat template cannot be used: the system gives no thread to read or render "
                + "it on (error 11). Try again when fewer threads run.")
        #expect(ChatTemplateError.noThread(11).code == .limitExceeded)
    }
}
