/// Jinja's filters, those that chat templates use.
extension Renderer {
    mutating func filter(
        _ name: String, _ value: TemplateValue, _ arguments: ArgumentValues, _ scope: Scope
    ) throws(ChatTemplateError) -> TemplateValue {
        switch name {
        case "trim", "lower", "upper", "title", "capitalize", "string", "safe", "replace", "indent":
            return try textFilter(name, value, arguments)
        case "length", "count": return .integer(try value.count())
        case "tojson":
            return .string(
                try value.json(
                    indent: arguments.value(1, "indent")?.integer,
                    sortsKeys: arguments.value(3, "sort_keys")?.isTrue ?? false))
        case "default", "d":
            let isMissing =
                if case .undefined = value { true } else {
                    arguments.value(1, "boolean")?.isTrue == true && !value.isTrue
                }
            return isMissing ? arguments.value(0, "default_value") ?? .string("") : value
        case "int": return Self.integer(value, arguments.value(0, "default")?.integer ?? 0)
        case "float":
            let number = value.double ?? value.text.flatMap { Double($0.stripped()) }
            return number.map { .double($0) } ?? arguments.value(0, "default") ?? .double(0)
        case "abs":
            guard let number = value.double else { throw .operation("'abs'", on: value.kind) }
            return value.integer.map { .integer(abs($0)) } ?? .double(abs(number))
        default: return try listFilter(name, value, arguments, scope)
        }
    }

    private static func integer(_ value: TemplateValue, _ fallback: Int) -> TemplateValue {
        if let integer = value.integer { return .integer(integer) }
        let number = value.double ?? value.text.flatMap { Double($0.stripped()) }
        return .integer(number.flatMap { Int(exactly: $0.rounded(.towardZero)) } ?? fallback)
    }

    private func textFilter(
        _ name: String, _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        let text = value.printed
        switch name {
        case "trim": return .string(text.stripped(of: arguments.value(0, "chars")?.text))
        case "lower": return .string(text.lowercased())
        case "upper": return .string(text.uppercased())
        case "title": return .string(text.titled)
        case "capitalize": return .string(text.capitalizedOnce)
        case "replace":
            guard let old = arguments.value(0, "old"), let new = arguments.value(1, "new") else {
                throw .operation("'replace'", on: "fewer than two arguments")
            }
            let limit = arguments.value(2, "count")?.integer
            return .string(text.replacing(old.printed, with: new.printed, limit: limit))
        case "indent": return .string(Self.indented(text, arguments))
        default: return .string(text)
        }
    }

    private static func indented(_ text: String, _ arguments: ArgumentValues) -> String {
        let width = arguments.value(0, "width")
        let indent = width?.text ?? String(repeating: " ", count: min(width?.integer ?? 4, 1000))
        let first = arguments.value(1, "first")?.isTrue ?? false
        let blank = arguments.value(2, "blank")?.isTrue ?? false
        return text.split(at: "\n", limit: nil).enumerated().map { index, line in
            (index > 0 || first) && (blank || !line.isEmpty || index == 0) ? indent + line : line
        }.joined(separator: "\n")
    }

    private mutating func listFilter(
        _ name: String, _ value: TemplateValue, _ arguments: ArgumentValues, _ scope: Scope
    ) throws(ChatTemplateError) -> TemplateValue {
        switch name {
        case "list": return .list(try value.items())
        case "first":
            return try value.items().first ?? .undefined("No first item, sequence was empty.")
        case "last":
            return try value.items().last ?? .undefined("No last item, sequence was empty.")
        case "reverse": return .list(try value.items().reversed())
        case "join": return try join(value, arguments)
        case "sum":
            let numbers = try value.items().map(\.integer)
            return .integer(numbers.reduce(0) { $0 &+ ($1 ?? 0) })
        case "items": return try callMethod("items", of: value, ArgumentValues())
        case "dictsort":
            guard case .dictionary(let dictionary) = value else {
                throw .operation("'dictsort'", on: value.kind)
            }
            let sorted = dictionary.members.sorted {
                $0.key.lowercased().utf8.lexicographicallyPrecedes($1.key.lowercased().utf8)
            }
            return .list(sorted.map { .list([.string($0.key), $0.value]) })
        case "sort": return .list(try sorted(try value.items(), arguments))
        case "unique":
            var unique: [TemplateValue] = []
            for item in try value.items() where !unique.contains(where: { $0.equals(item) }) {
                unique.append(item)
            }
            return .list(unique)
        case "map", "select", "reject", "selectattr", "rejectattr":
            return .list(try choose(name, try value.items(), arguments, scope))
        default: throw .unknown("filter", name)
        }
    }

    private func join(
        _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        var items = try value.items()
        if let name = arguments.value(1, "attribute")?.text {
            items = try attributes(name, of: items)
        }
        let separator = arguments.value(0, "d")?.printed ?? ""
        return .string(items.map(\.printed).joined(separator: separator))
    }

    private func attributes(
        _ name: String, of items: [TemplateValue]
    ) throws(ChatTemplateError) -> [TemplateValue] {
        var values: [TemplateValue] = []
        for item in items { values.append(try attribute(name, of: item)) }
        return values
    }

    private func sorted(
        _ items: [TemplateValue], _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> [TemplateValue] {
        // Insertion keeps equal items in order and lets a comparison throw.
        var sorted: [TemplateValue] = []
        let isCaseSensitive = arguments.value(1, "case_sensitive")?.isTrue ?? false
        func key(_ item: TemplateValue) -> TemplateValue {
            isCaseSensitive ? item : item.text.map { .string($0.lowercased()) } ?? item
        }
        for item in items {
            var index = sorted.count
            while index > 0, try key(item).isLess(than: key(sorted[index - 1])) { index -= 1 }
            sorted.insert(item, at: index)
        }
        return arguments.value(0, "reverse")?.isTrue == true ? sorted.reversed() : sorted
    }

    /// `map`, and the filters that keep the items for which a test holds.
    private mutating func choose(
        _ name: String, _ items: [TemplateValue], _ arguments: ArgumentValues, _ scope: Scope
    ) throws(ChatTemplateError) -> [TemplateValue] {
        if name == "map", let attribute = arguments.value(.max, "attribute")?.text {
            return try attributes(attribute, of: items)
        }
        var rest = arguments.positional[...]
        let attributeName = name.hasSuffix("attr") ? rest.popFirst()?.text : nil
        let operation = rest.popFirst()?.text
        let further = ArgumentValues(positional: Array(rest), named: arguments.named)
        var result: [TemplateValue] = []
        for item in items {
            if name == "map" {
                result.append(try filter(operation ?? "", item, further, scope))
                continue
            }
            let subject = try attributeName.map { (attributeName) throws(ChatTemplateError) in
                try attribute(attributeName, of: item)
            }
            let value = subject ?? item
            let holds = try operation.map { (operation) throws(ChatTemplateError) in
                try test(operation, value, further)
            }
            if (holds ?? value.isTrue) == name.hasPrefix("select") { result.append(item) }
        }
        return result
    }
}
