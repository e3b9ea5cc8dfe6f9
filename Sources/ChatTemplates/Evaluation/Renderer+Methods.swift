import ByteSearch

/// Methods of strings and dicts.
extension Renderer {
    /// The methods of strings with their parameters; only `split` takes them by name.
    private static let stringMethods: [String: [String]] = [
        "split": ["sep", "maxsplit"], "strip": ["chars"], "lstrip": ["chars"], "rstrip": ["chars"],
        "startswith": ["prefix"], "endswith": ["suffix"], "lower": [], "upper": [],
        "replace": ["old", "new", "count"], "title": [], "capitalize": [], "find": ["sub"],
        "join": ["iterable"], "count": ["sub"], "isdigit": [],
    ]
    private static let dictionaryMethods: [String: [String]] = [
        "get": ["key", "default"], "items": [], "keys": [], "values": [],
    ]
    private static let missingStringMethods: Set<String> = [
        "casefold", "center", "encode", "expandtabs", "format", "format_map", "index", "isalnum",
        "isalpha", "isascii", "isdecimal", "isidentifier", "islower", "isnumeric", "isprintable",
        "isspace", "istitle", "isupper", "ljust", "maketrans", "partition", "removeprefix",
        "removesuffix", "rfind", "rindex", "rjust", "rpartition", "rsplit", "splitlines",
        "swapcase", "translate", "zfill",
    ]
    private static let missingListMethods: Set<String> = [
        "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse",
        "sort",
    ]
    private static let missingDictionaryMethods: Set<String> = [
        "clear", "copy", "fromkeys", "pop", "popitem", "setdefault", "update",
    ]

    static func methods(of value: TemplateValue) -> Dictionary<String, [String]>.Keys {
        switch value {
        case .string: stringMethods.keys
        case .dictionary: dictionaryMethods.keys
        default: [String: [String]]().keys
        }
    }

    /// The methods that Python has and this package has not.
    static func unsupportedMethods(of value: TemplateValue) -> Set<String> {
        switch value {
        case .string: missingStringMethods
        case .dictionary: missingDictionaryMethods
        case .list(let list) where list.hasPositions: missingListMethods
        default: []
        }
    }

    mutating func callMethod(
        _ name: String, of value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        switch value {
        case .string(let text):
            try arguments.check(Self.stringMethods[name] ?? [], of: name)
            if name != "split", let named = arguments.named.first?.name {
                throw .unknownArgument(named, of: name)
            }
            return try callMethod(name, of: text, arguments)
        case .dictionary(let dictionary):
            try arguments.check(Self.dictionaryMethods[name] ?? [], of: name)
            return try callMethod(name, of: dictionary, arguments)
        default: throw .operation("'\(name)'", on: value.kind)
        }
    }

    private mutating func callMethod(
        _ name: String, of dictionary: TemplateDictionary, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        if name == "get" {
            if let named = arguments.named.first?.name { throw .unknownArgument(named, of: name) }
            let key = try arguments.required(0, "key", of: name).text
            return key.flatMap { dictionary[$0] } ?? arguments.value(1, "default") ?? .none
        }
        try charge(dictionary.members.count * TemplateValue.baseWeight)
        var values: [TemplateValue] = []
        for (key, value) in dictionary.members {
            switch name {
            case "items": values.append(try TemplateValue([.string(key), value], kind: .tuple))
            case "keys": values.append(.string(key))
            default: values.append(value)
            }
        }
        return try TemplateValue(values, kind: .view)
    }

    private mutating func callMethod(
        _ name: String, of text: String, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        if name == "startswith" || name == "endswith" {
            return .bool(try hasAffix(name, text, arguments.required(0, "prefix", of: name)))
        }
        try charge(text.utf8.count)
        switch name {
        case "strip", "lstrip", "rstrip":
            let characters = try optionalText(0, of: name, arguments)
            return .string(
                text.stripped(
                    of: characters, start: name != "rstrip", end: name != "lstrip"))
        case "lower": return .string(text.pythonLowercased)
        case "upper": return .string(text.uppercased())
        case "title": return .string(text.titled)
        case "capitalize": return .string(text.capitalizedOnce)
        case "isdigit":
            return .bool(!text.isEmpty && text.unicodeScalars.allSatisfy(\.isPythonDigit))
        case "split": return try split(text, arguments)
        case "join": return .string(try joined(arguments, by: text))
        case "replace":
            return try replaced(
                text, arguments.requiredText(0, "old", of: name),
                arguments.requiredText(1, "new", of: name),
                limit: arguments.integer(2, "count", of: name))
        default: return try search(name, text, arguments.requiredText(0, "sub", of: name))
        }
    }

    /// A text that may be left out or none.
    private func optionalText(
        _ index: Int, of name: String, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> String? {
        guard let value = arguments.value(index, "sep") else { return nil }
        if case .none = value { return nil }
        return try arguments.requiredText(index, "sep", of: name)
    }

    /// Whether a text begins or ends with another, or with one of a tuple.
    private mutating func hasAffix(
        _ name: String, _ text: String, _ affix: TemplateValue
    ) throws(ChatTemplateError) -> Bool {
        var candidates = [affix]
        if case .list(let list) = affix, list.kind == .tuple { candidates = list.items }
        for candidate in candidates {
            guard let affix = candidate.text else {
                throw .operation("'\(name)'", on: candidate.kind)
            }
            try charge(affix.utf8.count)
            let holds =
                name == "startswith"
                ? text.utf8.starts(with: affix.utf8)
                : text.utf8.suffix(affix.utf8.count).elementsEqual(affix.utf8)
            if holds { return true }
        }
        return false
    }

    private func split(
        _ text: String, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        let separator = try optionalText(0, of: "split", arguments)
        if separator?.isEmpty == true { throw .operation("'split'", on: "an empty separator") }
        let limit = try arguments.integer(1, "maxsplit", of: "split")
        return try TemplateValue(text.split(at: separator, limit: limit).map { .string($0) })
    }

    private mutating func joined(
        _ arguments: ArgumentValues, by separator: String
    ) throws(ChatTemplateError) -> String {
        var texts: [String] = []
        for item in try iterated(arguments.required(0, "iterable", of: "join")) {
            guard let text = item.text else { throw .operation("'join'", on: item.kind) }
            texts.append(text)
        }
        return try join(texts, by: separator)
    }

    private func search(
        _ name: String, _ text: String, _ part: String
    ) throws(ChatTemplateError) -> TemplateValue {
        let bytes = Array(text.utf8)
        if part.isEmpty { return .integer(name == "count" ? text.unicodeScalars.count + 1 : 0) }
        let matches = bytes.ranges(of: Array(part.utf8), limit: name == "count" ? nil : 1)
        if name == "count" { return .integer(matches.count) }
        return .integer(
            matches.first.map {
                String(decoding: bytes[..<$0.lowerBound], as: UTF8.self).unicodeScalars.count
            } ?? -1)
    }
}
