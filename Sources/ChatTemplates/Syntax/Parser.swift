/// Builds a template's syntax tree; this file has the cursor, the extensions the grammar.
struct Parser {
    private let tokens: [Token]
    private var position = 0
    private var depth = 0
    /// How many operators, filters and members the tag has so far.
    private var operators = 0
    /// How many loops a `break` here could leave.
    var loops = 0

    static func parse(_ source: String) throws(ChatTemplateError) -> [Statement] {
        var parser = Parser(tokens: try Lexer.tokens(of: source))
        let (body, end) = try parser.parseBody(until: [])
        guard end.isEmpty else { throw parser.failure("'\(end)' closes nothing") }
        return body
    }

    private init(tokens: [Token]) {
        self.tokens = tokens
    }

    /// The next token; the last one, `end`, never goes away.
    var current: Token { tokens[min(position, tokens.count - 1)] }

    /// Where the parser stands, to come back to.
    var mark: Int { position }

    mutating func goBack(to mark: Int) { position = mark }

    mutating func advance() { position += 1 }

    func failure(_ problem: String) -> ChatTemplateError { .syntax(problem, line: current.line) }

    func isSymbol(_ symbol: String) -> Bool { current.kind == .symbol(symbol) }

    func isName(_ name: String) -> Bool { current.kind == .name(name) }

    mutating func consume(symbol: String) -> Bool {
        guard isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func consume(name: String) -> Bool {
        guard isName(name) else { return false }
        advance()
        return true
    }

    mutating func expect(symbol: String) throws(ChatTemplateError) {
        guard consume(symbol: symbol) else { throw failure("'\(symbol)' is missing") }
    }

    mutating func expectName() throws(ChatTemplateError) -> String {
        guard case .name(let name) = current.kind else { throw failure("a name is missing") }
        advance()
        return name
    }

    mutating func expect(_ kind: Token.Kind) throws(ChatTemplateError) {
        guard current.kind == kind else { throw failure("a tag does not end where it should") }
        advance()
    }

    /// Runs `parse` one level deeper, so that no template can exhaust the stack.
    mutating func nested<Result>(
        _ parse: (inout Parser) throws(ChatTemplateError) -> Result
    ) throws(ChatTemplateError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Limit.blocks else { throw failure("it is nested too deeply") }
        return try parse(&self)
    }

    /// Begins to count the operators of a tag.
    mutating func beginTag() { operators = 0 }

    /// Counts an operator, filter or member that makes an expression one deeper.
    mutating func deepen() throws(ChatTemplateError) {
        operators += 1
        guard operators <= Limit.operators else {
            throw failure("a tag has more than \(Limit.operators) operators, filters and members")
        }
    }

    /// Items with commas between them, up to `closing`, which is consumed; a last comma is allowed.
    mutating func parseList(
        until closing: String, _ item: (inout Parser) throws(ChatTemplateError) -> Void
    ) throws(ChatTemplateError) {
        while !consume(symbol: closing) {
            try item(&self)
            if !isSymbol(closing) { try expect(symbol: ",") }
        }
    }
}
