/// Jinja's tests, those that chat templates use.
extension Renderer {
    mutating func test(
        _ name: String, _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> Bool {
        guard let holds = try Self.isOfKind(name, value) else {
            return try compared(name, value, arguments)
        }
        try arguments.check([], of: name)
        return holds
    }

    /// Whether a test of one value holds, nil when there is no such test.
    private static func isOfKind(
        _ name: String, _ value: TemplateValue
    ) throws(ChatTemplateError) -> Bool? {
        switch name {
        case "defined": if case .undefined = value { false } else { true }
        case "undefined": if case .undefined = value { true } else { false }
        case "none": if case .none = value { true } else { false }
        case "boolean": if case .bool = value { true } else { false }
        case "true": if case .bool(true) = value { true } else { false }
        case "false": if case .bool(false) = value { true } else { false }
        case "string": if case .string = value { true } else { false }
        case "mapping": if case .dictionary = value { true } else { false }
        case "number": value.double != nil
        case "integer": if case .integer = value { true } else { false }
        case "float": if case .double = value { true } else { false }
        case "iterable", "sequence": isIterable(value, withLength: name == "sequence")
        case "callable":
            switch value {
            case .macro, .function, .method, .undefined: true
            default: false
            }
        case "odd", "even": try remainder(of: value, by: 2, name) == (name == "odd" ? 1 : 0)
        default: nil
        }
    }

    private static func isIterable(_ value: TemplateValue, withLength: Bool) -> Bool {
        switch value {
        case .string, .dictionary, .undefined: true
        case .list(let list): !withLength || list.hasPositions
        default: false
        }
    }

    private static func remainder(
        of value: TemplateValue, by divisor: Double, _ name: String
    ) throws(ChatTemplateError) -> Double {
        try value.failIfUndefined()
        if let integer = value.integer, let divisor = Int(exactly: divisor), divisor != 0 {
            return Double(
                integer.remainderReportingOverflow(dividingBy: divisor).partialValue.magnitude)
        }
        guard let number = value.double, divisor != 0 else {
            throw .operation("'\(name)'", on: value.kind)
        }
        return abs(number.truncatingRemainder(dividingBy: divisor))
    }

    private mutating func compared(
        _ name: String, _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> Bool {
        try arguments.check(["other"], of: name)
        guard arguments.named.isEmpty else { throw .unknownArgument("other", of: name) }
        let other = arguments.positional.first ?? .undefined("'\(name)' needs an argument")
        try charge(min(value.weight, other.weight))
        guard Self.comparing.contains(name) else { throw .unknown("test", name) }
        if arguments.positional.isEmpty { throw .missingArgument("other", of: name) }
        switch name {
        case "eq", "equalto", "==": return value.equals(other)
        case "ne", "!=": return !value.equals(other)
        case "lt", "lessthan", "<": return try value.isLess(than: other)
        case "gt", "greaterthan", ">": return try other.isLess(than: value)
        case "le", "<=": return try value.isLess(than: other) || value.equals(other)
        case "ge", ">=": return try other.isLess(than: value) || value.equals(other)
        case "in": return try contains(other, value)
        case "sameas": return try Self.isSame(value, other)
        default:
            try other.failIfUndefined()
            guard let divisor = other.double else { throw .operation("'\(name)'", on: other.kind) }
            return try Self.remainder(of: value, by: divisor, name) == 0
        }
    }

    private static let comparing: Set<String> = [
        "eq", "equalto", "==", "ne", "!=", "lt", "lessthan", "<", "gt", "greaterthan", ">", "le",
        "<=", "ge", ">=", "in", "sameas", "divisibleby",
    ]

    /// Python's `is`, for the values of which there is only one.
    private static func isSame(
        _ value: TemplateValue, _ other: TemplateValue
    ) throws(ChatTemplateError) -> Bool {
        guard value.typeName == other.typeName else { return false }
        switch (value, other) {
        case (.none, _), (.bool, _): return value.equals(other)
        case (.namespace(let one), .namespace(let two)): return one === two
        default: throw .unsupported("'sameas' of \(value.kind) and \(other.kind)")
        }
    }
}
