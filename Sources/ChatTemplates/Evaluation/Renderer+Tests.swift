/// Jinja's tests, those that chat templates use.
extension Renderer {
    func test(
        _ name: String, _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> Bool {
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
        case "iterable", "sequence":
            switch value {
            case .string, .list, .dictionary, .undefined: true
            default: false
            }
        case "callable":
            switch value {
            case .macro, .function, .method: true
            default: false
            }
        case "odd", "even": try isEven(value) == (name == "even")
        default: try compared(name, value, arguments)
        }
    }

    private func isEven(_ value: TemplateValue) throws(ChatTemplateError) -> Bool {
        guard let integer = value.integer else { throw .operation("'even'", on: value.kind) }
        return integer.isMultiple(of: 2)
    }

    private func compared(
        _ name: String, _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> Bool {
        let other = arguments.positional.first ?? .undefined("a test needs an argument")
        switch name {
        case "eq", "equalto", "==", "sameas": return value.equals(other)
        case "ne", "!=": return !value.equals(other)
        case "lt", "lessthan", "<": return try value.isLess(than: other)
        case "gt", "greaterthan", ">": return try other.isLess(than: value)
        case "in": return try other.contains(value)
        case "divisibleby":
            guard let number = value.integer, let divisor = other.integer, divisor != 0 else {
                throw .operation("'divisibleby'", on: value.kind, other.kind)
            }
            return number.isMultiple(of: divisor)
        default: throw .unknown("test", name)
        }
    }
}
