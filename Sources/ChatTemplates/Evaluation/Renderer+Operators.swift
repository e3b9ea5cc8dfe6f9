extension Renderer {
    func negated(_ value: TemplateValue) throws(ChatTemplateError) -> TemplateValue {
        try value.failIfUndefined()
        if let integer = value.integer { return .integer(0 &- integer) }
        guard let number = value.double else { throw .operation("'-'", on: value.kind) }
        return .double(-number)
    }

    mutating func compare(
        _ first: Expression, _ others: [(ComparisonOperator, Expression)], _ scope: Scope
    ) throws(ChatTemplateError) -> TemplateValue {
        var left = try evaluate(first, scope)
        for (comparison, expression) in others {
            let right = try evaluate(expression, scope)
            guard try Self.holds(comparison, left, right) else { return .bool(false) }
            left = right
        }
        return .bool(true)
    }

    private static func holds(
        _ comparison: ComparisonOperator, _ left: TemplateValue, _ right: TemplateValue
    ) throws(ChatTemplateError) -> Bool {
        switch comparison {
        case .equal: left.equals(right)
        case .notEqual: !left.equals(right)
        case .less: try left.isLess(than: right)
        case .greater: try right.isLess(than: left)
        case .lessOrEqual: try left.isLess(than: right) || left.equals(right)
        case .greaterOrEqual: try right.isLess(than: left) || left.equals(right)
        case .isIn: try right.contains(left)
        case .isNotIn: try !right.contains(left)
        }
    }

    mutating func binary(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ scope: Scope
    ) throws(ChatTemplateError) -> TemplateValue {
        let first = try evaluate(left, scope)
        switch operation {
        case .and: return first.isTrue ? try evaluate(right, scope) : first
        case .or: return first.isTrue ? first : try evaluate(right, scope)
        case .concatenate: return .string(first.printed + (try evaluate(right, scope)).printed)
        default:
            let second = try evaluate(right, scope)
            try first.failIfUndefined()
            try second.failIfUndefined()
            if let value = Self.joined(operation, first, second) { return value }
            if let one = first.integer, let two = second.integer {
                return try Self.integers(operation, one, two)
            }
            guard let one = first.double, let two = second.double else {
                throw .operation("'\(operation.rawValue)'", on: first.kind, second.kind)
            }
            return try Self.doubles(operation, one, two)
        }
    }

    /// What an operator makes of strings and lists, nil when it is none of those.
    private static func joined(
        _ operation: BinaryOperator, _ left: TemplateValue, _ right: TemplateValue
    ) -> TemplateValue? {
        switch (operation, left, right) {
        case (.add, .string(let one), .string(let two)): .string(one + two)
        case (.add, .list(let one), .list(let two)): .list(one + two)
        // Repetition is bounded: a template must not fill the memory.
        case (.multiply, .string(let text), .integer(let count)) where count < 100_000:
            .string(String(repeating: text, count: max(0, count)))
        case (.remainder, .string(let text), _) where text.contains("%s"):
            .string(text.replacing("%s", with: right.printed, limit: 1))
        default: nil
        }
    }

    private static func integers(
        _ operation: BinaryOperator, _ left: Int, _ right: Int
    ) throws(ChatTemplateError) -> TemplateValue {
        let (value, overflow): (Int, Bool)
        switch operation {
        case .add: (value, overflow) = left.addingReportingOverflow(right)
        case .subtract: (value, overflow) = left.subtractingReportingOverflow(right)
        case .multiply: (value, overflow) = left.multipliedReportingOverflow(by: right)
        case .floorDivide where right != 0 && right != -1:
            let quotient = left / right
            return .integer(
                left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient)
        case .remainder where right != 0 && right != -1:
            let rest = left % right
            return .integer(rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest)
        default: return try doubles(operation, Double(left), Double(right))
        }
        return overflow ? try doubles(operation, Double(left), Double(right)) : .integer(value)
    }

    private static func doubles(
        _ operation: BinaryOperator, _ left: Double, _ right: Double
    ) throws(ChatTemplateError) -> TemplateValue {
        if right == 0, [.divide, .floorDivide, .remainder].contains(operation) {
            throw .operation("'\(operation.rawValue)'", on: "a division by zero")
        }
        return switch operation {
        case .add: .double(left + right)
        case .subtract: .double(left - right)
        case .multiply: .double(left * right)
        case .divide: .double(left / right)
        case .floorDivide: .double((left / right).rounded(.down))
        default: .double(left - right * (left / right).rounded(.down))
        }
    }
}
