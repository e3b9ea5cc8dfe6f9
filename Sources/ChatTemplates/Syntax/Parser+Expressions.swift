/// The grammar of expressions, from the loosest operator to the tightest.
extension Parser {
    /// An expression, or several with commas between them, which make a tuple.
    mutating func parseTuple() throws(ChatTemplateError) -> Expression {
        let first = try parseExpression()
        guard isSymbol(",") else { return first }
        var items = [first]
        while consume(symbol: ","), canBeginExpression { items.append(try parseExpression()) }
        return .tuple(items)
    }

    private var canBeginExpression: Bool {
        switch current.kind {
        case .name, .string, .integer, .float: true
        case .symbol(let symbol): ["(", "[", "{", "-", "+"].contains(symbol)
        default: false
        }
    }

    /// `a if b else c` and everything tighter.
    mutating func parseExpression() throws(ChatTemplateError) -> Expression {
        try nested { (parser) throws(ChatTemplateError) in
            var value = try parser.parseOr()
            while parser.consume(name: "if") {
                try parser.deepen()
                let condition = try parser.parseOr()
                let otherwise =
                    parser.consume(name: "else") ? try parser.parseExpression() : nil
                value = .conditional(value, condition: condition, otherwise: otherwise)
            }
            return value
        }
    }

    mutating func parseOr() throws(ChatTemplateError) -> Expression {
        var value = try parseAnd()
        while consume(name: "or") {
            try deepen()
            value = .binary(.or, value, try parseAnd())
        }
        return value
    }

    private mutating func parseAnd() throws(ChatTemplateError) -> Expression {
        var value = try parseNot()
        while consume(name: "and") {
            try deepen()
            value = .binary(.and, value, try parseNot())
        }
        return value
    }

    private mutating func parseNot() throws(ChatTemplateError) -> Expression {
        guard consume(name: "not") else { return try parseComparison() }
        return .not(try nested { (parser) throws(ChatTemplateError) in try parser.parseNot() })
    }

    private mutating func parseComparison() throws(ChatTemplateError) -> Expression {
        let first = try parseSum()
        var others: [(ComparisonOperator, Expression)] = []
        while let comparison = consumeComparison() { others.append((comparison, try parseSum())) }
        return others.isEmpty ? first : .comparison(first, others)
    }

    private mutating func consumeComparison() -> ComparisonOperator? {
        if case .symbol(let symbol) = current.kind, let found = ComparisonOperator(rawValue: symbol)
        {
            advance()
            return found
        }
        if consume(name: "in") { return .isIn }
        let start = mark
        if consume(name: "not") {
            if consume(name: "in") { return .isNotIn }
            goBack(to: start)
        }
        return nil
    }

    private mutating func parseSum() throws(ChatTemplateError) -> Expression {
        try parseOperators([.add, .subtract]) { (parser) throws(ChatTemplateError) in
            try parser.parseOperators([.concatenate]) { (parser) throws(ChatTemplateError) in
                try parser.parseOperators([.multiply, .divide, .floorDivide, .remainder]) {
                    (parser) throws(ChatTemplateError) in try parser.parseUnary()
                }
            }
        }
    }

    /// Operators of one rank, taken from left to right.
    private mutating func parseOperators(
        _ operators: [BinaryOperator],
        operand: (inout Parser) throws(ChatTemplateError) -> Expression
    ) throws(ChatTemplateError) -> Expression {
        var value = try operand(&self)
        while let found = operators.first(where: { isSymbol($0.rawValue) }) {
            advance()
            try deepen()
            value = .binary(found, value, try operand(&self))
        }
        return value
    }

    /// A sign binds tighter than a filter: `-1|abs` is `(-1)|abs`.
    private mutating func parseUnary(
        withFilters: Bool = true
    ) throws(ChatTemplateError) -> Expression {
        let value: Expression
        if consume(symbol: "-") {
            value = .negative(
                try nested { (parser) throws(ChatTemplateError) in
                    try parser.parseUnary(withFilters: false)
                })
        } else if consume(symbol: "+") {
            value = try nested { (parser) throws(ChatTemplateError) in
                try parser.parseUnary(withFilters: false)
            }
        } else {
            value = try parsePrimary()
        }
        let postfixed = try parsePostfix(value)
        return withFilters ? try parseFiltersAndTests(postfixed) : postfixed
    }

    mutating func parsePrimary() throws(ChatTemplateError) -> Expression {
        let token = current
        advance()
        switch token.kind {
        case .integer(let value): return .literal(.integer(value))
        case .float(let value): return .literal(.double(value))
        case .string(var text):
            // Strings side by side are one, as in Python.
            while case .string(let more) = current.kind {
                text += more
                advance()
            }
            return .literal(.string(text))
        case .name(let name): return Self.constants[name].map(Expression.literal) ?? .name(name)
        case .symbol("("):
            if consume(symbol: ")") { return .tuple([]) }
            let value = try parseTuple()
            try expect(symbol: ")")
            return value
        case .symbol("["):
            var items: [Expression] = []
            try parseList(until: "]") { (parser) throws(ChatTemplateError) in
                items.append(try parser.parseExpression())
            }
            return .list(items)
        case .symbol("{"):
            return try parseDictionary()
        default:
            throw .syntax("an expression is missing", line: token.line)
        }
    }

    private static let constants: [String: TemplateValue.Literal] = [
        "true": .bool(true), "True": .bool(true), "false": .bool(false), "False": .bool(false),
        "none": .none, "None": .none,
    ]

    private mutating func parseDictionary() throws(ChatTemplateError) -> Expression {
        var members: [(key: Expression, value: Expression)] = []
        try parseList(until: "}") { (parser) throws(ChatTemplateError) in
            let key = try parser.parseExpression()
            try parser.expect(symbol: ":")
            members.append((key, try parser.parseExpression()))
        }
        return .dictionary(members)
    }

    mutating func parsePostfix(_ value: Expression) throws(ChatTemplateError) -> Expression {
        var value = value
        while true {
            if [".", "[", "("].contains(where: isSymbol) { try deepen() }
            if consume(symbol: ".") {
                if case .integer(let index) = current.kind {
                    advance()
                    value = .item(value, .literal(.integer(index)))
                } else {
                    value = .attribute(value, try expectName())
                }
            } else if consume(symbol: "[") {
                value = try parseSubscript(of: value)
            } else if consume(symbol: "(") {
                value = .call(value, try parseArguments())
            } else {
                return value
            }
        }
    }

    private mutating func parseSubscript(
        of value: Expression
    ) throws(ChatTemplateError) -> Expression {
        var parts: [Expression?] = [nil]
        while !consume(symbol: "]") {
            if consume(symbol: ":") {
                parts.append(nil)
            } else {
                parts[parts.count - 1] = try parseExpression()
                if !isSymbol(":"), !isSymbol("]") { throw failure("']' is missing") }
            }
        }
        switch (parts.count, parts[0]) {
        case (1, let index?): return .item(value, index)
        case (2, _): return .slice(value, start: parts[0], stop: parts[1], step: nil)
        case (3, _): return .slice(value, start: parts[0], stop: parts[1], step: parts[2])
        default: throw failure("an index is missing")
        }
    }
}
