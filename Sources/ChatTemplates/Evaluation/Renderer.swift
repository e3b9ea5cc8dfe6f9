import Foundation

/// Renders a template's statements.
///
/// One renderer serves one rendering: it collects the output and counts the work done, so that a
/// template cannot run without end.
struct Renderer {
    /// What a statement tells the loop around it.
    enum Flow {
        case onward
        case leave
        case next
    }

    let now: Date
    private let maximumSteps: Int
    private var output = ""
    private var steps = 0
    private var bytes = 0
    private var depth = 0
    /// Scopes and namespaces that may hold themselves, by a macro or by a member.
    private var scopes: [Scope] = []
    private var namespaces: [Namespace] = []

    private init(now: Date, maximumSteps: Int) {
        self.now = now
        self.maximumSteps = maximumSteps
    }

    /// The text of a template; what its variables hold is gone afterwards, however it ends.
    static func render(
        _ body: [Statement], in scope: Scope, now: Date, maximumSteps: Int = Limit.steps
    ) throws(ChatTemplateError) -> String {
        var renderer = Renderer(now: now, maximumSteps: maximumSteps)
        defer { renderer.breakCycles() }
        _ = try renderer.run(body, scope)
        return renderer.output
    }

    private func breakCycles() {
        // Each is held here until all are empty, so that no chain of them is freed at one go.
        for scope in scopes { scope.removeAll() }
        for namespace in namespaces { namespace.variables.removeAll() }
    }

    // MARK: Limits

    /// Counts a step, and more when many bytes are read or made.
    mutating func charge(_ size: Int = 0) throws(ChatTemplateError) {
        bytes += min(size, Limit.steps * Limit.bytesPerStep)
        steps += 1 + bytes / Limit.bytesPerStep
        bytes %= Limit.bytesPerStep
        guard steps <= maximumSteps else {
            throw .tooMuch("the number of steps", limit: maximumSteps)
        }
    }

    /// Goes one deeper into macros, statements or expressions; ``goOut()`` has to follow.
    mutating func goIn() throws(ChatTemplateError) {
        depth += 1
        guard depth <= Limit.nesting else {
            throw .tooMuch("the depth of macros, blocks and expressions", limit: Limit.nesting)
        }
    }

    mutating func goOut() { depth -= 1 }

    /// A value that was just made, paid for.
    mutating func made(_ value: TemplateValue) throws(ChatTemplateError) -> TemplateValue {
        try charge(value.size)
        if case .string(let text) = value { try Self.check(size: text.utf8.count) }
        return value
    }

    /// Throws when a text of `size` bytes is too long.
    static func check(size: Int) throws(ChatTemplateError) {
        guard size <= Limit.bytes else { throw .tooManyBytes("a text") }
    }

    /// Throws when `count` texts of `size` bytes are too long together.
    static func check(size: Int, times count: Int) throws(ChatTemplateError) {
        let (product, overflow) = size.multipliedReportingOverflow(by: count)
        try check(size: overflow ? .max : product)
    }

    /// A namespace that the renderer empties in the end.
    mutating func makeNamespace() -> Namespace {
        let namespace = Namespace()
        namespaces.append(namespace)
        return namespace
    }

    // MARK: Statements

    private mutating func append(_ text: String) throws(ChatTemplateError) {
        try charge(text.utf8.count)
        try Self.check(size: output.utf8.count + text.utf8.count)
        output += text
    }

    /// What `body` prints, kept apart from the output.
    mutating func captured(
        _ body: [Statement], _ scope: Scope
    ) throws(ChatTemplateError) -> String {
        let before = output
        output = ""
        defer { output = before }
        _ = try run(body, scope)
        return output
    }

    private mutating func run(
        _ body: [Statement], _ scope: Scope
    ) throws(ChatTemplateError) -> Flow {
        try goIn()
        defer { goOut() }
        for statement in body {
            try charge()
            let flow = try run(statement, scope)
            if flow != .onward { return flow }
        }
        return .onward
    }

    private mutating func run(
        _ statement: Statement, _ scope: Scope
    ) throws(ChatTemplateError) -> Flow {
        switch statement {
        case .text(let text): try append(text)
        case .print(let expression): try append(printed(evaluate(expression, scope)))
        case .set(let target, let value): try assign(evaluate(value, scope), to: target, scope)
        case .setBlock(let target, let body, let filters):
            let text = try captured(body, Scope(parent: scope))
            try assign(apply(filters, to: .string(text), scope), to: target, scope)
        case .branch(let branches, let otherwise):
            for branch in branches where try evaluate(branch.condition, scope).isTrue {
                return try run(branch.body, scope)
            }
            return try run(otherwise, scope)
        case .loop(let loop): return try run(loop, scope)
        case .macro(let macro):
            scope[macro.name] = .macro(macro, scope)
            scopes.append(scope)
        case .filterBlock(let filters, let body):
            let text = try captured(body, Scope(parent: scope))
            try append(printed(apply(filters, to: .string(text), scope)))
        case .body(let body): return try run(body, Scope(parent: scope))
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
            value = try filter(name, value, evaluate(arguments, scope))
        }
        return value
    }

    private mutating func assign(
        _ value: TemplateValue, to target: AssignmentTarget, _ scope: Scope
    ) throws(ChatTemplateError) {
        switch target {
        case .name(let name): scope[name] = value
        case .attribute(let name, let attribute):
            guard case .namespace(let namespace)? = scope[name] else { throw .notANamespace }
            try namespace.variables.set(attribute, value)
        case .names(let names):
            try charge(value.size)
            let items = try value.items()
            guard items.count == names.count else {
                throw .operation(
                    "an assignment to \(names.count) names", on: "\(items.count) values")
            }
            for (name, item) in zip(names, items) { scope[name] = item }
        }
    }

    private mutating func run(_ loop: Loop, _ scope: Scope) throws(ChatTemplateError) -> Flow {
        var items = try iterated(evaluate(loop.items, scope))
        if let condition = loop.condition {
            var kept: [TemplateValue] = []
            for item in items {
                let inner = Scope(parent: scope)
                try assign(item, to: loop.target, inner)
                if try evaluate(condition, inner).isTrue { kept.append(item) }
            }
            items = kept
        }
        if items.isEmpty { return try run(loop.otherwise, scope) }
        for index in items.indices {
            try charge(LoopVariables.cost)
            let inner = Scope(parent: scope)
            inner["loop"] = .dictionary(try LoopVariables.at(index, of: items))
            try assign(items[index], to: loop.target, inner)
            if try run(loop.body, inner) == .leave { break }
        }
        return .onward
    }
}
