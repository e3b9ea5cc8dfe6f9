import Foundation

/// Renders a template's statements.
///
/// One renderer serves one rendering: it collects the output and counts the work done, so that a
/// template cannot run without end.
struct Renderer {
    /// Far beyond any chat, and at most a few seconds of work.
    private static let maximumSteps = 200_000
    private static let maximumDepth = 60

    /// What a statement tells the loop around it.
    enum Flow {
        case onward
        case leave
        case next
    }

    let now: Date
    private var output = ""
    private var steps = 0
    private var depth = 0

    init(now: Date) {
        self.now = now
    }

    static func render(
        _ body: [Statement], in scope: Scope, now: Date
    ) throws(ChatTemplateError) -> String {
        var renderer = Renderer(now: now)
        _ = try renderer.run(body, scope)
        return renderer.output
    }

    /// What `body` prints, kept apart from the output.
    mutating func captured(
        _ body: [Statement], _ scope: Scope
    ) throws(ChatTemplateError) -> String {
        let before = output
        output = ""
        defer { output = before }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw .tooMuch("nesting of macros", limit: Self.maximumDepth)
        }
        _ = try run(body, scope)
        return output
    }

    private mutating func run(
        _ body: [Statement], _ scope: Scope
    ) throws(ChatTemplateError) -> Flow {
        for statement in body {
            steps += 1
            guard steps <= Self.maximumSteps else {
                throw .tooMuch("the number of statements", limit: Self.maximumSteps)
            }
            let flow = try run(statement, scope)
            if flow != .onward { return flow }
        }
        return .onward
    }

    private mutating func run(
        _ statement: Statement, _ scope: Scope
    ) throws(ChatTemplateError) -> Flow {
        switch statement {
        case .text(let text): output += text
        case .print(let expression): output += try evaluate(expression, scope).printed
        case .set(let target, let value): try assign(evaluate(value, scope), to: target, scope)
        case .setBlock(let target, let body, let filters):
            let text = try captured(body, Scope(parent: scope))
            try assign(apply(filters, to: .string(text), scope), to: target, scope)
        case .branch(let branches, let otherwise):
            for branch in branches where try evaluate(branch.condition, scope).isTrue {
                return try run(branch.body, scope)
            }
            return try run(otherwise, scope)
        case .loop(let loop): try run(loop, scope)
        case .macro(let macro): scope[macro.name] = .macro(macro, scope)
        case .filterBlock(let filters, let body):
            let text = try captured(body, Scope(parent: scope))
            output += try apply(filters, to: .string(text), scope).printed
        case .body(let body): return try run(body, scope)
        case .breakLoop: return .leave
        case .continueLoop: return .next
        }
        return .onward
    }

    private mutating func apply(
        _ filters: [(String, Arguments)], to value: TemplateValue, _ scope: Scope
    ) throws(ChatTemplateError) -> TemplateValue {
        var value = value
        for (name, arguments) in filters {
            value = try filter(name, value, evaluate(arguments, scope), scope)
        }
        return value
    }

    func assign(
        _ value: TemplateValue, to target: AssignmentTarget, _ scope: Scope
    ) throws(ChatTemplateError) {
        switch target {
        case .name(let name): scope[name] = value
        case .attribute(let name, let attribute):
            guard case .namespace(let namespace)? = scope[name] else { throw .notANamespace }
            namespace.variables[attribute] = value
        case .names(let names):
            let items = try value.items()
            guard items.count == names.count else {
                throw .operation(
                    "an assignment to \(names.count) names", on: "\(items.count) values")
            }
            for (name, item) in zip(names, items) { scope[name] = item }
        }
    }

    private mutating func run(_ loop: Loop, _ scope: Scope) throws(ChatTemplateError) {
        var items = try evaluate(loop.items, scope).items()
        if let condition = loop.condition {
            var kept: [TemplateValue] = []
            for item in items {
                let inner = Scope(parent: scope)
                try assign(item, to: loop.target, inner)
                if try evaluate(condition, inner).isTrue { kept.append(item) }
            }
            items = kept
        }
        if items.isEmpty { _ = try run(loop.otherwise, scope) }
        for (index, item) in items.enumerated() {
            let inner = Scope(parent: scope)
            inner["loop"] = .dictionary(Self.loopVariables(index, items))
            try assign(item, to: loop.target, inner)
            if try run(loop.body, inner) == .leave { break }
        }
    }

    private static func loopVariables(_ index: Int, _ items: [TemplateValue]) -> TemplateDictionary
    {
        var variables = TemplateDictionary()
        variables["index"] = .integer(index + 1)
        variables["index0"] = .integer(index)
        variables["revindex"] = .integer(items.count - index)
        variables["revindex0"] = .integer(items.count - index - 1)
        variables["first"] = .bool(index == 0)
        variables["last"] = .bool(index == items.count - 1)
        variables["length"] = .integer(items.count)
        variables["previtem"] =
            index > 0 ? items[index - 1] : .undefined("there is no previous item")
        variables["nextitem"] =
            index + 1 < items.count ? items[index + 1] : .undefined("there is no next item")
        return variables
    }
}
