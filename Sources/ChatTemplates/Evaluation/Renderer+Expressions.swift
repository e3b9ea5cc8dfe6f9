/// The values of a call's arguments.
struct ArgumentValues {
    var positional: [TemplateValue] = []
    var named: [(name: String, value: TemplateValue)] = []

    /// The argument at a position or of a name, nil when it is not given.
    func value(_ index: Int, _ name: String) -> TemplateValue? {
        index < positional.count ? positional[index] : named.first { $0.name == name }?.value
    }
}

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
        switch expression {
        case .literal(let literal): return TemplateValue(literal)
        case .name(let name): return Self.lookUp(name, scope)
        case .list(let items): return .list(try evaluate(items, scope))
        case .dictionary(let members): return try dictionary(members, scope)
        case .attribute(let value, let name):
            return try attribute(name, of: evaluate(value, scope))
        case .item(let value, let key):
            return try item(evaluate(key, scope), of: evaluate(value, scope))
        case .slice(let value, let start, let stop, let step):
            return try slice(evaluate(value, scope), [start, stop, step], scope)
        case .call(let function, let arguments):
            return try call(evaluate(function, scope), evaluate(arguments, scope))
        case .filter(let value, let name, let arguments):
            return try filter(name, evaluate(value, scope), evaluate(arguments, scope), scope)
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
            guard let otherwise else {
                return .undefined("the inline if-expression evaluated to false and had no else")
            }
            return try evaluate(otherwise, scope)
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
            dictionary[text] = try evaluate(value, scope)
        }
        return .dictionary(dictionary)
    }

    func attribute(
        _ name: String, of value: TemplateValue
    ) throws(ChatTemplateError) -> TemplateValue {
        try value.failIfUndefined()
        if Self.methods(of: value).contains(name) { return .method(value, name) }
        switch value {
        case .dictionary(let dictionary):
            return dictionary[name] ?? Self.missing(name, "\(value.typeName) object")
        case .namespace(let namespace):
            return namespace.variables[name] ?? Self.missing(name, "\(value.typeName) object")
        default: return Self.missing(name, "\(value.typeName) object")
        }
    }

    private static func missing(_ name: String, _ owner: String) -> TemplateValue {
        .undefined("'\(owner)' has no attribute '\(name)'")
    }

    private func item(
        _ key: TemplateValue, of value: TemplateValue
    ) throws(ChatTemplateError) -> TemplateValue {
        try value.failIfUndefined()
        if let index = key.integer {
            switch value {
            case .list, .string:
                let items = try value.items()
                let position = index < 0 ? index + items.count : index
                guard items.indices.contains(position) else {
                    return .undefined("\(value.typeName) object has no element \(index)")
                }
                return items[position]
            default: return .undefined("\(value.typeName) object has no element \(index)")
            }
        }
        guard let name = key.text else {
            return .undefined("\(value.typeName) object has no such element")
        }
        if case .dictionary(let dictionary) = value, let member = dictionary[name] { return member }
        return try attribute(name, of: value)
    }

    private mutating func slice(
        _ value: TemplateValue, _ bounds: [Expression?], _ scope: Scope
    ) throws(ChatTemplateError) -> TemplateValue {
        try value.failIfUndefined()
        var numbers: [Int?] = []
        for bound in bounds {
            let number = try bound.map { (bound) throws(ChatTemplateError) in
                try evaluate(bound, scope)
            }
            numbers.append(number?.integer)
        }
        let items = try value.items()
        let indices = try Self.slice(items.count, numbers[0], numbers[1], numbers[2] ?? 1)
        let chosen = indices.map { items[$0] }
        guard case .string = value else { return .list(chosen) }
        return .string(chosen.compactMap(\.text).joined())
    }

    /// The positions that `[start:stop:step]` names in Python.
    private static func slice(
        _ count: Int, _ start: Int?, _ stop: Int?, _ step: Int
    ) throws(ChatTemplateError) -> StrideTo<Int> {
        guard step != 0 else { throw .operation("a slice", on: "a step of zero") }
        func clamp(_ index: Int) -> Int {
            let position = index < 0 ? index + count : index
            return step > 0 ? min(max(position, 0), count) : min(max(position, -1), count - 1)
        }
        let first = start.map(clamp) ?? (step > 0 ? 0 : count - 1)
        let last = stop.map(clamp) ?? (step > 0 ? count : -1)
        return stride(from: first, to: last, by: step)
    }
}
