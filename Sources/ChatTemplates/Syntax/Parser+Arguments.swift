/// The grammar of arguments, filters and tests.
extension Parser {
    /// Arguments up to the closing parenthesis, which is consumed.
    mutating func parseArguments() throws(ChatTemplateError) -> Arguments {
        var arguments = Arguments()
        try parseList(until: ")") { (parser) throws(ChatTemplateError) in
            let start = parser.mark
            if case .name(let name) = parser.current.kind {
                parser.advance()
                if parser.consume(symbol: "=") {
                    arguments.named.append((name, try parser.parseExpression()))
                    return
                }
                parser.goBack(to: start)
            }
            guard arguments.named.isEmpty else {
                throw parser.failure("an argument without a name follows one with a name")
            }
            arguments.positional.append(try parser.parseExpression())
        }
        return arguments
    }

    mutating func parseFiltersAndTests(
        _ value: Expression
    ) throws(ChatTemplateError) -> Expression {
        var value = value
        while true {
            if ["|", "("].contains(where: isSymbol) || isName("is") { try deepen() }
            if consume(symbol: "|") {
                let name = try expectName()
                let arguments = consume(symbol: "(") ? try parseArguments() : Arguments()
                value = .filter(value, name, arguments)
            } else if consume(name: "is") {
                value = try parseTest(of: value)
            } else if consume(symbol: "(") {
                value = .call(value, try parseArguments())
            } else {
                return value
            }
        }
    }

    private mutating func parseTest(of value: Expression) throws(ChatTemplateError) -> Expression {
        let negated = consume(name: "not")
        let name = try expectName()
        var arguments = Arguments()
        if consume(symbol: "(") {
            arguments = try parseArguments()
        } else if isName("is") {
            throw failure("a test follows a test")
        } else if canBeginTestArgument {
            arguments.positional = [try parsePostfix(try parsePrimary())]
        }
        return .test(value, name, arguments, negated: negated)
    }

    /// A test takes one argument without parentheses.
    private var canBeginTestArgument: Bool {
        switch current.kind {
        case .string, .integer, .float: true
        case .name(let name): !["else", "or", "and"].contains(name)
        case .symbol(let symbol): symbol == "[" || symbol == "{"
        default: false
        }
    }
}
