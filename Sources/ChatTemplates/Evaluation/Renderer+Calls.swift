import Foundation

/// Functions and macros.
extension Renderer {
    /// The functions that every template knows, as `transformers` provides them.
    static let functions: Set<String> = [
        "raise_exception", "strftime_now", "namespace", "range", "dict",
    ]

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
        try arguments.check(macro.parameters.map(\.name), of: macro.name)
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

    private mutating func call(
        _ name: String, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        switch name {
        case "raise_exception":
            try arguments.check(["message"], of: name)
            throw .raised(try printed(arguments.required(0, "message", of: name)))
        case "strftime_now":
            try arguments.check(["format"], of: name)
            let format = try arguments.requiredText(0, "format", of: name)
            try charge(format.utf8.count)
            return .string(try DateText(now).formatted(format))
        case "range":
            try arguments.check(["start", "stop", "step"], of: name)
            return try range(arguments.positional.map(\.integer))
        case "namespace", "dict": return try collect(name, arguments)
        default: throw .unknown("function", name)
        }
    }

    /// `namespace()` and `dict()`.
    private mutating func collect(
        _ name: String, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        guard arguments.positional.count <= 1 else {
            throw .tooManyArguments(of: name, limit: 1)
        }
        var members = TemplateDictionary()
        if let initial = arguments.positional.first {
            guard case .dictionary(let dictionary) = initial else {
                throw .unsupported("'\(name)' of \(initial.kind)")
            }
            members = dictionary
        }
        for (name, value) in arguments.named { try members.set(name, value) }
        if name == "dict" { return .dictionary(members) }
        let namespace = makeNamespace()
        namespace.variables = members
        return .namespace(namespace)
    }

    private func range(_ numbers: [Int?]) throws(ChatTemplateError) -> TemplateValue {
        let bounds = numbers.compactMap(\.self)
        guard bounds.count == numbers.count, (1...3).contains(bounds.count) else {
            throw .operation("'range'", on: "these arguments")
        }
        let step = bounds.count == 3 ? bounds[2] : 1
        guard step != 0 else { throw .operation("'range'", on: "a step of zero") }
        let start = bounds.count == 1 ? 0 : bounds[0]
        let end = bounds.count == 1 ? bounds[0] : bounds[1]
        var items: [TemplateValue] = []
        var next = start
        while step > 0 ? next < end : next > end {
            items.append(.integer(next))
            guard items.count <= Limit.rangeLength else {
                throw .tooMuch("the length of a range", limit: Limit.rangeLength)
            }
            let (sum, overflow) = next.addingReportingOverflow(step)
            if overflow { break }
            next = sum
        }
        return try TemplateValue(items, kind: .range)
    }
}
