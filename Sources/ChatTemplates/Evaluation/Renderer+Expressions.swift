extension Renderer {
    mutating func evaluate(
        _ arguments: Arguments, _ scope: Scope
    ) throws(ChatTemplateError) -> ArgumentValues {
        var values = ArgumentValues()
        values.positional = try evaluate(arguments.positional, scope)
        for (name, value) in arguments.named {
            values.named.append((name, try evaluate(value, scope)))
        }
        return values
    }

    private mutating func evaluate(
        _ expressions: [Expression], _ scope: Scope
    ) throws(ChatTemplateError) -> [TemplateValue] {
        var values: [TemplateValue] = []
        for expression in expressions { values.append(try evaluate(expression, scope)) }
        return values
    }

    mutating func evaluate(
        _ expression: Expression, _ scope: Scope
    ) throws(ChatTemplateError) -> TemplateValue {
        try charge()
        try goIn()
        defer { goOut() }
        switch expression {
        case .literal(let literal): return TemplateValue(literal)
        case .name(let name): return Self.lookUp(name, scope)
        case .list(let items): return try made(TemplateValue(evaluate(items, scope)))
        case .tuple(let items):
            return try made(TemplateValue(evaluate(items, scope), kind: .tuple))
        case .dictionary(let members): return try dictionary(members, scope)
        case .attribute(let value, let name):
            return try attribute(name, of: evaluate(value, scope))
        case .item(let value, let key):
            return try item(evaluate(key, scope), of: evaluate(value, scope))
        case .slice(let value, let start, let stop, let step):
            return try made(slice(evaluate(value, scope), [start, stop, step], scope))
        case .call(let function, let arguments):
            return try made(call(evaluate(function, scope), evaluate(arguments, scope)))
        case .filter(let value, let name, let arguments):
            return try filter(name, evaluate(value, scope), evaluate(arguments, scope))
        case .test(let value, let name, let arguments, let negated):
            let holds = try test(name, evaluate(value, scope), evaluate(arguments, scope))
            return .bool(holds != negated)
        case .not(let value): return .bool(try !evaluate(value, scope).isTrue)
        case .negative(let value): return try negated(evaluate(value, scope))
        case .binary(let operation, let left, let right):
            return try binary(operation, left, right, scope)
        case .comparison(let first, let others): return try compare(first, others, scope)
        case .conditional(let value, let condition, let otherwise):
            if try evaluate(condition, scope).isTrue { return try evaluate(value, scope) }
            return try otherwise.map { (otherwise) throws(ChatTemplateError) in
                try evaluate(otherwise, scope)
            } ?? .undefined("the inline if-expression evaluated to false and had no else")
        }
    }

    private static func lookUp(_ name: String, _ scope: Scope) -> TemplateValue {
        if let value = scope[name] { return value }
        return functions.contains(name) ? .function(name) : .undefined("'\(name)' is undefined")
    }

    private mutating func dictionary(
        _ members: [(key: Expression, value: Expression)], _ scope: Scope
    ) throws(ChatTemplateError) -> TemplateValue {
        var dictionary = TemplateDictionary()
        for (key, value) in members {
            let key = try evaluate(key, scope)
            guard let text = key.text else { throw .operation("a key of a dict", on: key.kind) }
            try charge(text.utf8.count)
            try dictionary.set(text, evaluate(value, scope))
        }
        return .dictionary(dictionary)
    }

    /// What printing a value gives.
    mutating func printed(_ value: TemplateValue) throws(ChatTemplateError) -> String {
        switch value {
        case .string(let text): return text
        case .namespace(let namespace): try charge(namespace.variables.weight)
        default: try charge(value.weight)
        }
        return try value.printed()
    }

    /// What a loop over a value gives.
    mutating func iterated(_ value: TemplateValue) throws(ChatTemplateError) -> [TemplateValue] {
        if case .list(let list) = value { return list.items }
        if case .string(let text) = value { try charge(text.utf8.count * TemplateValue.baseWeight) }
        try charge(value.size)
        return try value.items()
    }

    private mutating func slice(
        _ value: TemplateValue, _ bounds: [Expression?], _ scope: Scope
    ) throws(ChatTemplateError) -> TemplateValue {
        try value.failIfUndefined()
        var numbers: [Int?] = []
        for bound in bounds {
            let number =
                try bound.map { (bound) throws(ChatTemplateError) in
                    try evaluate(bound, scope)
                } ?? TemplateValue.none
            if case .none = number {
                numbers.append(nil)
            } else if let integer = number.integer {
                numbers.append(integer)
            } else {
                throw .operation("a slice", on: number.kind)
            }
        }
        try charge(value.size)
        switch value {
        case .string(let text):
            let scalars = Array(text.unicodeScalars)
            let indices = try Self.slice(scalars.count, numbers)
            return .string(String(String.UnicodeScalarView(indices.map { scalars[$0] })))
        case .list(let list) where list.hasPositions:
            let indices = try Self.slice(list.items.count, numbers)
            return try TemplateValue(indices.map { list.items[$0] }, kind: list.kind)
        default: throw .operation("a slice", on: value.kind)
        }
    }

    /// The positions that `[start:stop:step]` names in Python.
    private static func slice(
        _ count: Int, _ bounds: [Int?]
    ) throws(ChatTemplateError) -> StrideTo<Int> {
        // A longer step reaches the same, and is no danger to sums.
        let step = min(max(bounds[2] ?? 1, -count - 1), count + 1)
        guard step != 0 else { throw .operation("a slice", on: "a step of zero") }
        func clamp(_ index: Int) -> Int {
            let position = index < 0 ? index + count : index
            return step > 0 ? min(max(position, 0), count) : min(max(position, -1), count - 1)
        }
        let first = bounds[0].map(clamp) ?? (step > 0 ? 0 : count - 1)
        let last = bounds[1].map(clamp) ?? (step > 0 ? count : -1)
        return stride(from: first, to: last, by: step)
    }
}
