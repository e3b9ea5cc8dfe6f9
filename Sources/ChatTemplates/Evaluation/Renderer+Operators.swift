extension Renderer {
    func negated(_ value: TemplateValue) throws(ChatTemplateError) -> TemplateValue {
        try value.failIfUndefined()
        if let integer = value.integer {
            guard integer != .min else { throw Self.beyond64Bits }
            return .integer(-integer)
        }
        guard let number = value.double else { throw .operation("'-'", on: value.kind) }
        return .double(-number)
    }

    /// Python's integers have no end.
    static let beyond64Bits = ChatTemplateError.unsupported("a number beyond 64 bits")

    mutating func compare(
        _ first: Expression, _ others: [(ComparisonOperator, Expression)], _ scope: Scope
    ) throws(ChatTemplateError) -> TemplateValue {
        var left = try evaluate(first, scope)
        for (comparison, expression) in others {
            let right = try evaluate(expression, scope)
            guard try holds(comparison, left, right) else { return .bool(false) }
            left = right
        }
        return .bool(true)
    }

    private mutating func holds(
        _ comparison: ComparisonOperator, _ left: TemplateValue, _ right: TemplateValue
    ) throws(ChatTemplateError) -> Bool {
        switch comparison {
        case .isIn: return try contains(right, left)
        case .isNotIn: return try !contains(right, left)
        default: try charge(min(left.weight, right.weight))
        }
        return switch comparison {
        case .equal: left.equals(right)
        case .notEqual: !left.equals(right)
        case .less: try left.isLess(than: right)
        case .greater: try right.isLess(than: left)
        case .lessOrEqual: try left.isLess(than: right) || left.equals(right)
        default: try right.isLess(than: left) || left.equals(right)
        }
    }

    /// Python's `in`.
    mutating func contains(
        _ whole: TemplateValue, _ item: TemplateValue
    ) throws(ChatTemplateError) -> Bool {
        if case .dictionary = whole { try charge(item.weight) } else { try charge(whole.weight) }
        return try whole.contains(item)
    }

    mutating func binary(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ scope: Scope
    ) throws(ChatTemplateError) -> TemplateValue {
        let first = try evaluate(left, scope)
        switch operation {
        case .and: return first.isTrue ? try evaluate(right, scope) : first
        case .or: return first.isTrue ? first : try evaluate(right, scope)
        case .concatenate:
            let second = try evaluate(right, scope)
            return try made(.string(printed(first) + printed(second)))
        default: return try combine(operation, first, evaluate(right, scope))
        }
    }

    /// What an operator makes of two values.
    mutating func combine(
        _ operation: BinaryOperator, _ first: TemplateValue, _ second: TemplateValue
    ) throws(ChatTemplateError) -> TemplateValue {
        try first.failIfUndefined()
        try second.failIfUndefined()
        if let value = try joined(operation, first, second) { return try made(value) }
        if let one = first.integer, let two = second.integer {
            return try Self.integers(operation, one, two)
        }
        guard let one = first.double, let two = second.double else {
            throw .operation("'\(operation.rawValue)'", on: first.kind, second.kind)
        }
        return try Self.doubles(operation, one, two)
    }

    /// What an operator makes of strings and lists, nil when it is none of those.
    private mutating func joined(
        _ operation: BinaryOperator, _ left: TemplateValue, _ right: TemplateValue
    ) throws(ChatTemplateError) -> TemplateValue? {
        switch (operation, left, right) {
        case (.add, .string(let one), .string(let two)):
            return .string(one + two)
        case (.add, .list(let one), .list(let two)) where one.kind == two.kind && one.isPlain:
            try charge(left.size + right.size)
            return try TemplateValue(one.items + two.items, kind: one.kind)
        case (.multiply, .string, _), (.multiply, .list, _):
            return try right.integer.map { (count) throws(ChatTemplateError) in
                try Self.repeated(left, count)
            }
        case (.multiply, _, .string), (.multiply, _, .list):
            return try left.integer.map { (count) throws(ChatTemplateError) in
                try Self.repeated(right, count)
            }
        case (.remainder, .string(let text), _):
            return .string(try formatted(text, right))
        default: return nil
        }
    }

    private static func repeated(
        _ value: TemplateValue, _ count: Int
    ) throws(ChatTemplateError) -> TemplateValue {
        let count = max(0, count)
        let (size, overflow) = value.size.multipliedReportingOverflow(by: count)
        let fits = !overflow && size <= Limit.bytes
        switch value {
        case .string(let text):
            guard fits else { throw .tooManyBytes("a text") }
            return .string(String(repeating: text, count: count))
        case .list(let list) where list.isPlain:
            guard fits else { throw .tooManyBytes("a value") }
            let items = repeatElement(list.items, count: count).flatMap(\.self)
            return try TemplateValue(items, kind: list.kind)
        default: throw .operation("'*'", on: value.kind)
        }
    }

    /// Python's `%` of a text, for `%s` and `%%`.
    private mutating func formatted(
        _ text: String, _ value: TemplateValue
    ) throws(ChatTemplateError) -> String {
        var values: ArraySlice<TemplateValue> = [value]
        if case .list(let list) = value, list.kind == .tuple { values = list.items[...] }
        let parts = text.split(at: "%", limit: nil)
        var result = parts[0]
        var index = 1
        while index < parts.count {
            if parts[index].isEmpty, index + 1 < parts.count {
                result += "%" + parts[index + 1]
                index += 2
                continue
            }
            guard parts[index].utf8.first == UInt8(ascii: "s") else {
                throw .unsupported("text formatting other than with '%s'")
            }
            guard let next = values.popFirst() else {
                throw .operation("'%'", on: "too few values")
            }
            result += try printed(next) + String(parts[index].unicodeScalars.dropFirst())
            try Self.check(size: result.utf8.count)
            index += 1
        }
        guard values.isEmpty else { throw .operation("'%'", on: "too many values") }
        return result
    }
}
