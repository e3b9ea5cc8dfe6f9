/// The values of a call's arguments.
struct ArgumentValues {
    var positional: [TemplateValue] = []
    var named: [(name: String, value: TemplateValue)] = []

    /// The argument at a position or of a name, nil when it is not given.
    func value(_ index: Int, _ name: String) -> TemplateValue? {
        index < positional.count ? positional[index] : named(name)
    }

    /// The argument of a name, nil when it is not given.
    func named(_ name: String) -> TemplateValue? { named.first { $0.name == name }?.value }

    /// The argument at a position or of a name.
    ///
    /// - Throws: ``ChatTemplateError`` when it is not given.
    func required(
        _ index: Int, _ name: String, of function: String
    ) throws(ChatTemplateError) -> TemplateValue {
        guard let value = value(index, name) else {
            throw .missingArgument(name, of: function)
        }
        return value
    }

    /// The text at a position or of a name.
    ///
    /// - Throws: ``ChatTemplateError`` when it is not given or no text.
    func requiredText(
        _ index: Int, _ name: String, of function: String
    ) throws(ChatTemplateError) -> String {
        let value = try required(index, name, of: function)
        guard let text = value.text else { throw .operation("'\(function)'", on: value.kind) }
        return text
    }

    /// The whole number at a position or of a name; nil when it is not given, or none.
    ///
    /// - Throws: ``ChatTemplateError`` when it is anything else.
    func integer(
        _ index: Int, _ name: String, of function: String
    ) throws(ChatTemplateError) -> Int? {
        guard let value = value(index, name) else { return nil }
        if case .none = value { return nil }
        guard let integer = value.integer else { throw .operation("'\(function)'", on: value.kind) }
        return integer
    }

    /// Throws when there are arguments that a function does not have.
    ///
    /// - Parameters:
    ///   - names: the function's parameters in order.
    ///   - function: its name.
    /// - Throws: ``ChatTemplateError``.
    func check(_ names: [String], of function: String) throws(ChatTemplateError) {
        guard positional.count <= names.count else {
            throw .tooManyArguments(of: function, limit: names.count)
        }
        for (index, argument) in named.enumerated() {
            guard names.dropFirst(positional.count).contains(argument.name),
                !named[..<index].contains(where: { $0.name == argument.name })
            else { throw .unknownArgument(argument.name, of: function) }
        }
    }
}
