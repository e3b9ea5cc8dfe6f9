extension Parser {
    /// Statements up to a block that one of `ends` names.
    ///
    /// - Parameter ends: the names that end the body; the block's name is consumed.
    /// - Returns: the body and the name that ended it, empty at the end of the template.
    /// - Throws: ``ChatTemplateError``.
    mutating func parseBody(
        until ends: Set<String>
    ) throws(ChatTemplateError) -> (body: [Statement], end: String) {
        try nested { (parser) throws(ChatTemplateError) in
            var body: [Statement] = []
            while true {
                switch parser.current.kind {
                case .text(let text):
                    parser.advance()
                    body.append(.text(text))
                case .printBegin:
                    body.append(.print(try parser.parsePrint()))
                case .blockBegin:
                    parser.advance()
                    parser.beginTag()
                    let name = try parser.expectName()
                    if ends.contains(name) { return (body, name) }
                    body.append(try parser.parseBlock(name))
                default:
                    guard ends.isEmpty else {
                        throw parser.failure("a block is not closed")
                    }
                    return (body, "")
                }
            }
        }
    }

    private mutating func parsePrint() throws(ChatTemplateError) -> Expression {
        advance()
        beginTag()
        var value = try parseTuple()
        // Without escaping, `safe` changes nothing of what is printed, but all that is joined to it.
        while case .filter(let inner, "safe", let arguments) = value, arguments.isEmpty {
            value = inner
        }
        try expect(.printEnd)
        return value
    }

    private mutating func parseBlock(_ name: String) throws(ChatTemplateError) -> Statement {
        switch name {
        case "if": return try parseIf()
        case "for": return try parseFor()
        case "set": return try parseSet()
        case "macro": return try parseMacro()
        case "filter":
            let filters = try parseFilters()
            return .filterBlock(filters, try parseBlockBody(until: "endfilter", inLoop: false))
        case "generation":
            // Marks the model's own words for training; what is printed does not change.
            return .body(try parseBlockBody(until: "endgeneration", inLoop: false))
        case "break", "continue":
            guard loops > 0 else { throw failure("'\(name)' stands outside a loop") }
            try expect(.blockEnd)
            return name == "break" ? .breakLoop : .continueLoop
        case "include", "import", "from", "extends", "block", "call", "with", "autoescape", "do":
            throw .unsupported("the block '\(name)'", line: current.line)
        default:
            throw failure("there is no block '\(name)' here")
        }
    }

    /// The rest of a block's first tag, and all up to and with its last.
    ///
    /// - Parameters:
    ///   - end: the name of the last tag.
    ///   - inLoop: whether a `break` in the body may leave a loop around the block.
    /// - Returns: the body.
    /// - Throws: ``ChatTemplateError``.
    private mutating func parseBlockBody(
        until end: String, inLoop: Bool = true
    ) throws(ChatTemplateError) -> [Statement] {
        let outerLoops = loops
        if !inLoop { loops = 0 }
        defer { loops = outerLoops }
        try expect(.blockEnd)
        let body = try parseBody(until: [end]).body
        // Jinja lets `endmacro` and others repeat the name.
        if end == "endmacro", case .name = current.kind { advance() }
        try expect(.blockEnd)
        return body
    }

    private mutating func parseIf() throws(ChatTemplateError) -> Statement {
        var branches: [(condition: Expression, body: [Statement])] = []
        var end = "elif"
        while end == "elif" {
            let condition = try parseTuple()
            try expect(.blockEnd)
            let (body, next) = try parseBody(until: ["elif", "else", "endif"])
            branches.append((condition, body))
            end = next
        }
        let otherwise = end == "else" ? try parseBlockBody(until: "endif") : []
        if end != "else" { try expect(.blockEnd) }
        return .branch(branches, otherwise: otherwise)
    }

    private mutating func parseFor() throws(ChatTemplateError) -> Statement {
        let target = try parseTarget()
        if case .attribute = target { throw failure("a loop cannot assign to a member") }
        guard consume(name: "in") else { throw failure("'in' is missing") }
        // A conditional here would take the loop's own `if` for its own.
        let items = try parseOr()
        let condition = consume(name: "if") ? try parseExpression() : nil
        if isName("recursive") {
            throw .unsupported("recursive loops", line: current.line)
        }
        try expect(.blockEnd)
        loops += 1
        let (body, end) = try parseBody(until: ["else", "endfor"])
        loops -= 1
        let otherwise = end == "else" ? try parseBlockBody(until: "endfor") : []
        if end != "else" { try expect(.blockEnd) }
        return .loop(
            Loop(
                target: target, items: items, condition: condition, body: body,
                otherwise: otherwise))
    }

    private mutating func parseTarget() throws(ChatTemplateError) -> AssignmentTarget {
        let isEnclosed = consume(symbol: "(")
        let first = try expectName()
        if consume(symbol: ".") { return .attribute(of: first, try expectName()) }
        var names = [first]
        while consume(symbol: ",") { names.append(try expectName()) }
        if isEnclosed { try expect(symbol: ")") }
        return names.count == 1 ? .name(first) : .names(names)
    }

    private mutating func parseSet() throws(ChatTemplateError) -> Statement {
        let target = try parseTarget()
        if consume(symbol: "=") {
            let value = try parseTuple()
            try expect(.blockEnd)
            return .set(target, value)
        }
        let filters = consume(symbol: "|") ? try parseFilters() : []
        return .setBlock(
            target, try parseBlockBody(until: "endset", inLoop: false), filters: filters)
    }

    private mutating func parseFilters() throws(ChatTemplateError) -> [(String, Arguments)] {
        var filters: [(String, Arguments)] = []
        repeat {
            try deepen()
            let name = try expectName()
            filters.append((name, consume(symbol: "(") ? try parseArguments() : Arguments()))
        } while consume(symbol: "|")
        return filters
    }

    private mutating func parseMacro() throws(ChatTemplateError) -> Statement {
        let name = try expectName()
        try expect(symbol: "(")
        var parameters: [(name: String, fallback: Expression?)] = []
        try parseList(until: ")") { (parser) throws(ChatTemplateError) in
            let parameter = try parser.expectName()
            let fallback = parser.consume(symbol: "=") ? try parser.parseExpression() : nil
            if fallback == nil, parameters.last?.fallback != nil {
                throw parser.failure("a parameter without a value follows one with a value")
            }
            parameters.append((parameter, fallback))
        }
        let body = try parseBlockBody(until: "endmacro", inLoop: false)
        return .macro(Macro(name: name, parameters: parameters, body: body))
    }
}
