/// Jinja's filters, those that chat templates use.
extension Renderer {
    /// The parameters of the filters that have a fixed number of them.
    private static let parameters: [String: [String]] = [
        "trim": ["chars"], "lower": [], "upper": [], "title": [], "capitalize": [], "string": [],
        "replace": ["old", "new", "count"], "indent": ["width", "first", "blank"],
        "length": [], "count": [], "tojson": ["ensure_ascii", "indent", "separators", "sort_keys"],
        "default": ["default_value", "boolean"], "d": ["default_value", "boolean"],
        "int": ["default", "base"], "float": ["default"], "abs": [], "list": [], "first": [],
        "last": [], "reverse": [], "join": ["d", "attribute"], "sum": ["attribute", "start"],
        "items": [], "dictsort": ["case_sensitive", "by", "reverse"],
        "sort": ["reverse", "case_sensitive", "attribute"],
        "unique": ["case_sensitive", "attribute"],
    ]
    private static let choosing: Set<String> = [
        "map", "select", "reject", "selectattr", "rejectattr",
    ]

    mutating func filter(
        _ name: String, _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        if Self.choosing.contains(name) {
            try goIn()
            defer { goOut() }
            let items = try choose(name, iterated(value), arguments)
            return try made(TemplateValue(items, kind: .generator))
        }
        guard let parameters = Self.parameters[name] else {
            if name == "safe" {
                throw .unsupported("the filter 'safe' elsewhere than at the end of what is printed")
            }
            throw .unknown("filter", name)
        }
        try arguments.check(parameters, of: name)
        return try made(apply(name, value, arguments))
    }

    private mutating func apply(
        _ name: String, _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        switch name {
        case "trim", "lower", "upper", "title", "capitalize", "string", "replace", "indent":
            return try textFilter(name, printed(value), arguments)
        case "length", "count":
            try charge(value.text?.utf8.count ?? 0)
            return .integer(try value.count())
        case "tojson": return try json(value, arguments)
        case "default", "d":
            let isMissing =
                if case .undefined = value { true } else {
                    arguments.value(1, "boolean")?.isTrue == true && !value.isTrue
                }
            return isMissing ? arguments.value(0, "default_value") ?? .string("") : value
        case "int", "float", "abs":
            try charge(value.size)
            try value.failIfUndefined()
            return try Self.number(name, value, arguments)
        default: return try listFilter(name, value, arguments)
        }
    }

    private static func number(
        _ name: String, _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        switch name {
        case "int":
            if let base = arguments.value(1, "base"), base.integer != 10 {
                throw .unsupported("'int' with a base other than 10")
            }
            return try value.pythonInteger() ?? arguments.value(0, "default") ?? .integer(0)
        case "float":
            return value.pythonDouble.map { .double($0) }
                ?? arguments.value(0, "default") ?? .double(0)
        default:
            guard let number = value.double else { throw .operation("'abs'", on: value.kind) }
            guard let integer = value.integer else { return .double(abs(number)) }
            guard integer != .min else { throw beyond64Bits }
            return .integer(abs(integer))
        }
    }

    private mutating func textFilter(
        _ name: String, _ text: String, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        try charge(text.utf8.count)
        switch name {
        case "trim":
            guard let characters = arguments.value(0, "chars") else {
                return .string(text.stripped())
            }
            if case .none = characters { return .string(text.stripped()) }
            return .string(text.stripped(of: try arguments.requiredText(0, "chars", of: name)))
        case "lower": return .string(text.pythonLowercased)
        case "upper": return .string(text.uppercased())
        case "title": return .string(text.jinjaTitled)
        case "capitalize": return .string(text.capitalizedOnce)
        case "replace":
            return try replaced(
                text, printed(arguments.required(0, "old", of: name)),
                printed(arguments.required(1, "new", of: name)),
                limit: arguments.integer(2, "count", of: name))
        case "indent": return try indented(text, arguments)
        default: return .string(text)
        }
    }

    /// `map`, and the filters that keep the items for which a test holds.
    private mutating func choose(
        _ name: String, _ items: [TemplateValue], _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> [TemplateValue] {
        if name == "map", let attribute = arguments.named("attribute") {
            try ArgumentValues(named: arguments.named).check(["attribute", "default"], of: name)
            guard arguments.positional.isEmpty else {
                throw .tooManyArguments(of: name, limit: 0)
            }
            return try follow(attribute, from: items, fallback: arguments.named("default"))
        }
        var rest = arguments.positional[...]
        var subjects = items
        if name.hasSuffix("attr") {
            guard let attribute = rest.popFirst() else {
                throw .missingArgument("attribute", of: name)
            }
            subjects = try follow(attribute, from: items)
        }
        let operation = rest.popFirst()
        guard operation != nil || name != "map" else { throw .missingArgument("filter", of: name) }
        guard operation == nil || operation?.text != nil else {
            throw .operation("'\(name)'", on: "a name that is no text")
        }
        let further = ArgumentValues(positional: Array(rest), named: arguments.named)
        var result: [TemplateValue] = []
        for (item, subject) in zip(items, subjects) {
            try charge()
            if name == "map" {
                result.append(try filter(operation?.text ?? "", item, further))
                continue
            }
            let holds = try operation?.text.map { (operation) throws(ChatTemplateError) in
                try test(operation, subject, further)
            }
            if (holds ?? subject.isTrue) == name.hasPrefix("select") { result.append(item) }
        }
        return result
    }
}
