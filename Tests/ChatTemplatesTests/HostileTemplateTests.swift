import Foundation
import Testing
import TextFuzzing

@testable import ChatTemplates

/// A template that would fill the memory, the stack or the day.
struct HostileTemplate: Sendable, CustomTestStringConvertible {
    let source: String
    let sentence: String

    var testDescription: String { String(source.prefix(100)) }

    private static func limited(_ source: String, _ what: String) -> HostileTemplate {
        HostileTemplate(
            source: source,
            sentence: "The chat template cannot be rendered: \(what).")
    }

    private static func invalid(_ source: String, _ problem: String) -> HostileTemplate {
        HostileTemplate(
            source: source, sentence: "The chat template is not valid in line 1: \(problem).")
    }

    private static func loop(_ start: String, _ count: Int, _ body: String) -> String {
        """
        {% set n = namespace(\(start)) %}{% for i in range(\(count)) %}\(body){% endfor %}
        """
    }

    private static let steps = "the number of steps is limited to 20000"
    private static let text = "the size of a text in bytes is limited to 67108864"
    private static let value = "the size of a value in bytes is limited to 67108864"
    private static let depth = "the depth of values in one another is limited to 100"
    private static let nesting =
        "the depth of macros, blocks and expressions is limited to 300"

    static let tooLarge = [
        limited(loop("t='abc'", 99, "{% set n.t = n.t ~ n.t %}"), text),
        limited(loop("t='abc'", 99, "{% set n.t = n.t + n.t %}"), text),
        limited(loop("t='abc'", 99, "{% set n.t %}{{ n.t }}{{ n.t }}{% endset %}"), text),
        limited("{{ ('a' * 99999) * 99999 }}", text),
        limited("{{ 'a' * 9223372036854775807 }}", text),
        limited("{{ ('a' * 99999).replace('a', 'b' * 99999) }}", text),
        limited("{{ ('a' * 99999) | replace('', 'b' * 99999) }}", text),
        limited("{{ ('\\n' * 99999) | indent('x' * 9999, blank=true) }}", text),
        limited("{{ ([''] * 99999) | join('x' * 99999) }}", text),
        limited("{{ ('x' * 99999).join([''] * 99999) }}", text),
        limited("{{ ['\\x01' * 20000000] | tojson }}", text),
        limited("{{ ['\\x01' * 20000000] }}", text),
        limited("{{ ('a' * 60000000 ~ '%s') % ('a' * 60000000) }}", text),
        limited(loop("t='a' * 9999999", 99, "{{ n.t }}"), text),
        limited(
            "{{ [[1]] | tojson(indent=9223372036854775807) }}",
            "the width of an indentation is limited to 1000"),
        limited(loop("x=[0]", 99, "{% set n.x = n.x + n.x %}"), value),
        limited(loop("x=[0]", 90, "{% set n.x = [n.x, n.x] %}"), value),
        limited(loop("x={}", 90, "{% set n.x = {'a': n.x, 'b': n.x} %}"), value),
        limited("{{ [0] * 9999999 }}", value),
        limited("{{ range(9999999) }}", "the length of a range is limited to 100000"),
    ]

    static let tooDeep = [
        limited(loop("x=[]", 90000, "{% set n.x = [n.x] %}"), depth),
        limited(loop("x={}", 90000, "{% set n.x = dict(a=n.x) %}"), depth),
        limited(loop("x={}", 90000, "{% set n.x = {'a': n.x.get} %}"), depth),
        limited("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", nesting),
        limited("{% macro f(a=f()) %}{% endmacro %}{{ f() }}", nesting),
    ]

    static let tooLong = [
        limited(
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", steps
        ),
        limited("{% for i in range(99999) %}{{ range(100000) | length }}{% endfor %}", steps),
        limited("{% for c in 'a' * 100000 %}{% endfor %}", steps),
        limited(
            loop("x=[0], y=[0]", 9, "{% set n.x = [n.x, n.x] %}{% set n.y = [n.y, n.y] %}")
                + "{% for i in range(99999) %}{{ n.x == n.y }}{% endfor %}", steps),
        limited(
            "{% set t = 'a' * 99999 %}{% for i in range(99999) %}{{ t.count('b') }}{% endfor %}",
            steps),
        limited(
            "{% set t = 'a' * 99999 %}{% for i in range(99999) %}{{ t == t ~ '' }}{% endfor %}",
            steps),
        limited("{{ (range(9999) | list * 99) | sort }}", steps),
    ]

    private static func tag(_ start: String, _ part: String, _ end: String = "") -> String {
        "{{ \(start)\(String(repeating: part, count: 20_000))\(end) }}"
    }

    private static let operators = "a tag has more than 250 operators, filters and members"
    private static let deep = "it is nested too deeply"

    static let longTags = [
        invalid(tag("1", "+1"), operators), invalid(tag("1", "*1"), operators),
        invalid(tag("a", ".a"), operators), invalid(tag("a", "[0]"), operators),
        invalid(tag("a", "()"), operators), invalid(tag("a", "|trim"), operators),
        invalid(tag("a", "~1"), operators), invalid(tag("1", " or 1"), operators),
        invalid(tag("1", " and 1"), operators), invalid(tag("1", " if 1"), operators),
        invalid(tag("", "(1+", "1" + String(repeating: ")", count: 20_000)), deep),
        invalid(tag("", "not "), deep), invalid(tag("", "-", "1"), deep),
        invalid(tag("", "[", String(repeating: "]", count: 20_000)), deep),
        invalid(tag("1", " if 1 else 1"), deep),
        invalid(String(repeating: "{% if 1 %}", count: 20_000), deep),
        invalid("{% filter trim\(String(repeating: "|trim", count: 20_000)) %}", operators),
    ]
}

@Suite struct HostileTemplateTests {
    @Test(arguments: HostileTemplate.tooLarge + HostileTemplate.tooDeep)
    func boundsWhatATemplateCanDo(template: HostileTemplate) throws {
        let error = try #require(throws: ChatTemplateError.self) {
            try ChatTemplate(template.source).render([])
        }
        #expect(error.code == .limitExceeded)
        #expect(error.message == template.sentence)
    }

    /// With fewer steps than usual, which take seconds in a debug build.
    @Test(arguments: HostileTemplate.tooLong)
    func boundsHowLongATemplateRuns(template: HostileTemplate) throws {
        let body = try Parser.parse(template.source)
        let error = try #require(throws: ChatTemplateError.self) {
            try Renderer.render(body, in: Scope(), now: .now, maximumSteps: 20_000)
        }
        #expect(error.code == .limitExceeded)
        #expect(error.message == template.sentence)
    }

    @Test(arguments: HostileTemplate.longTags)
    func boundsTheDepthOfATree(template: HostileTemplate) throws {
        let error = try #require(throws: ChatTemplateError.self) {
            try ChatTemplate(template.source)
        }
        #expect(error.message == template.sentence)
    }

    @Test(arguments: [
        // The longest chain that is allowed; a list may have any number of items.
        ("{{ 1\(String(repeating: "+1", count: 250)) }}", "251"),
        ("{{ [\(String(repeating: "1,", count: 9999))]|length }}", "9999"),
        // Chains that would be freed at one go.
        (
            """
            {% set n = namespace(x=none) %}{% for i in range(20000) %}\
            {% set n.x = namespace(x=n.x) %}{% endfor %}done
            """, "done"
        ),
        (
            """
            {% set n = namespace(m=none) %}{% for i in range(20000) %}{% set p = n.m %}\
            {% macro f() %}{% endmacro %}{% set n.m = f %}{% endfor %}done
            """, "done"
        ),
        // Searches and orders that could take the square of their length.
        ("{{ ('a' * 999999).find('a' * 499999 ~ 'b') }}", "-1"),
        ("{{ (range(20000) | sort(reverse=true))[0] }}", "19999"),
        ("{{ range(20000) | unique | list | length }}", "20000"),
        (
            "{% raw %}\(String(repeating: "{% '", count: 50000)){% endraw %}",
            String(repeating: "{% '", count: 50000)
        ),
    ])
    func rendersWhatIsOnlyLong(source: String, text: String) throws {
        #expect(try ChatTemplate(source).render([]) == text)
    }

    @Test func countsLinesAcrossManyTags() throws {
        let source = String(repeating: "{# a\n#}\n{{ '\n' }}\n", count: 20_000) + "{{ ? }}"
        let error = try #require(throws: ChatTemplateError.self) { try ChatTemplate(source) }
        #expect(error.line == 80_001)
    }

    @Test(arguments: [
        "{% macro f() %}{{ f }}{% endmacro %}{{ f() }}",
        "{% for a in [1] %}{% macro f() %}{% endmacro %}{% set messages.x = f %}{% endfor %}",
        "{% macro f() %}{{ raise_exception('no') }}{% endmacro %}{{ f() }}",
    ])
    func forgetsTheScopesOfMacros(source: String) throws {
        weak var scope: Scope?
        do {
            let strong = Scope()
            scope = strong
            let body = try Parser.parse(source)
            _ = try? Renderer.render(body, in: strong, now: .now)
        }
        #expect(scope == nil)
    }

    @Test func forgetsNamespacesThatHoldThemselves() throws {
        weak var namespace: Namespace?
        do {
            let scope = Scope()
            let body = try Parser.parse("{% set n = namespace() %}{% set n.a = [n] %}")
            _ = try Renderer.render(body, in: scope, now: .now)
            guard case .namespace(let strong)? = scope["n"] else {
                Issue.record("there is no namespace")
                return
            }
            namespace = strong
        }
        #expect(namespace == nil)
    }

    @Test func survivesDamagedTemplates() throws {
        let folder = TextFixtures.folder.appending(path: "chat_templates")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".jinja") }.sorted()
        #expect(names.count == 8)
        for name in names {
            let source = try Array(Data(contentsOf: folder.appending(path: name)))
            for index in 0..<40 {
                let damaged = TextMutator.damaged(source, index, seed: 20_261_127)
                try TextInspection.inspectTemplate(damaged)
            }
        }
    }
}
