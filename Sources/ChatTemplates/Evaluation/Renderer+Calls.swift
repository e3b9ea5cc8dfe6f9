import Foundation

/// Functions, macros and methods.
extension Renderer {
    /// The functions that every template knows, as `transformers` provides them.
    static let functions: Set<String> = [
        "raise_exception", "strftime_now", "namespace", "range", "dict",
    ]

    private static let longestRange = 100_000

    static func methods(of value: TemplateValue) -> Set<String> {
        switch value {
        case .string:
            [
                "split", "strip", "lstrip", "rstrip", "startswith", "endswith", "lower", "upper",
                "replace", "title", "capitalize", "find", "join", "count", "isdigit",
            ]
        case .dictionary: ["get", "items", "keys", "values"]
        default: []
        }
    }

    mutating func call(
        _ function: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        switch function {
        case .function(let name): return try call(name, arguments)
        case .method(let owner, let name): return try callMethod(name, of: owner, arguments)
        case .macro(let macro, let scope): return try call(macro, scope, arguments)
        default:
            try function.failIfUndefined()
            throw .operation("a call", on: function.kind)
        }
    }

    private mutating func call(
        _ macro: Macro, _ scope: Scope, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        let inner = Scope(parent: scope)
        guard arguments.positional.count <= macro.parameters.count else {
            throw .operation("a call of '\(macro.name)'", on: "so many arguments")
        }
        for (index, parameter) in macro.parameters.enumerated() {
            if let value = arguments.value(index, parameter.name) {
                inner[parameter.name] = value
            } else if let fallback = parameter.fallback {
                inner[parameter.name] = try evaluate(fallback, inner)
            } else {
                inner[parameter.name] = .undefined("parameter '\(parameter.name)' was not provided")
            }
        }
        return .string(try captured(macro.body, inner))
    }

    private func call(
        _ name: String, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        switch name {
        case "raise_exception":
            throw .raised(arguments.value(0, "message")?.printed ?? "")
        case "strftime_now":
            return .string(DateText(now).formatted(arguments.value(0, "format")?.printed ?? ""))
        case "range":
            return .list(try range(arguments.positional.map(\.integer)))
        default:
            let namespace = Namespace()
            if case .dictionary(let initial)? = arguments.positional.first {
                namespace.variables = initial
            }
            for (name, value) in arguments.named { namespace.variables[name] = value }
            return name == "dict" ? .dictionary(namespace.variables) : .namespace(namespace)
        }
    }

    private func range(_ numbers: [Int?]) throws(ChatTemplateError) -> [TemplateValue] {
        let bounds = numbers.compactMap(\.self)
        guard bounds.count == numbers.count, (1...3).contains(bounds.count) else {
            throw .operation("'range'", on: "these arguments")
        }
        let step = bounds.count == 3 ? bounds[2] : 1
        guard step != 0 else { throw .operation("'range'", on: "a step of zero") }
        let start = bounds.count == 1 ? 0 : bounds[0]
        let end = bounds.count == 1 ? bounds[0] : bounds[1]
        let items = Array(
            stride(from: start, to: end, by: step).prefix(Self.longestRange + 1))
        guard items.count <= Self.longestRange else {
            throw .tooMuch("the length of a range", limit: Self.longestRange)
        }
        return items.map { .integer($0) }
    }

    func callMethod(
        _ name: String, of value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        switch value {
        case .string(let text): return try callMethod(name, of: text, arguments)
        case .dictionary(let dictionary):
            switch name {
            case "get":
                let key = arguments.value(0, "key")?.text ?? ""
                return dictionary[key] ?? arguments.value(1, "default") ?? .none
            case "items":
                return .list(dictionary.members.map { .list([.string($0.key), $0.value]) })
            case "keys": return .list(dictionary.members.map { .string($0.key) })
            default: return .list(dictionary.members.map(\.value))
            }
        default: throw .operation("'\(name)'", on: value.kind)
        }
    }

    private func callMethod(
        _ name: String, of text: String, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        let first = arguments.positional.first
        switch name {
        case "strip": return .string(text.stripped(of: first?.text))
        case "lstrip": return .string(text.stripped(of: first?.text, end: false))
        case "rstrip": return .string(text.stripped(of: first?.text, start: false))
        case "lower": return .string(text.lowercased())
        case "upper": return .string(text.uppercased())
        case "title": return .string(text.titled)
        case "capitalize": return .string(text.capitalizedOnce)
        case "isdigit":
            return .bool(!text.isEmpty && text.unicodeScalars.allSatisfy(\.isPythonDigit))
        case "split":
            let limit = arguments.value(1, "maxsplit")?.integer
            let separator = arguments.value(0, "sep")
            return .list(text.split(at: separator?.text, limit: limit).map { .string($0) })
        case "join":
            let items = try first?.items() ?? []
            return .string(items.map(\.printed).joined(separator: text))
        case "replace":
            let new = arguments.positional.dropFirst().first?.text ?? ""
            let limit = arguments.value(2, "count")?.integer
            return .string(text.replacing(first?.text ?? "", with: new, limit: limit))
        default: return try search(name, text, first)
        }
    }

    private func search(
        _ name: String, _ text: String, _ argument: TemplateValue?
    ) throws(ChatTemplateError) -> TemplateValue {
        let bytes = Array(text.utf8)
        if name == "startswith" || name == "endswith" {
            let candidates = argument?.text.map { [$0] } ?? []
            return .bool(
                candidates.contains { candidate in
                    name == "startswith"
                        ? bytes.starts(with: candidate.utf8)
                        : bytes.suffix(candidate.utf8.count).elementsEqual(candidate.utf8)
                })
        }
        guard let part = argument?.text else {
            throw .operation("'\(name)'", on: argument?.kind ?? "nothing")
        }
        let matches = bytes.ranges(of: Array(part.utf8))
        if name == "count" { return .integer(matches.count) }
        return .integer(
            matches.first.map {
                String(decoding: bytes[..<$0.lowerBound], as: UTF8.self).unicodeScalars.count
            } ?? -1)
    }
}
