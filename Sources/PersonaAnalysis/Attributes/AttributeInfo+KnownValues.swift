extension AttributeInfo {
    /// The values that the schema knows: the ordered ones, else the seed values.
    public var knownValues: [AttributeValue] { orderedValues.isEmpty ? seedValues : orderedValues }

    /// The value that a word stands for.
    ///
    /// - Parameter text: the value as text. Where the schema lists values it must be one of them,
    ///   unless there are too many to count; of a numeric attribute any number will do.
    /// - Returns: the value: the schema's own where it lists it, else a number where the word reads
    ///   as one and the attribute is numeric, else the text.
    /// - Throws: ``AnalysisError`` with code `notFound` for a value that the schema does not know,
    ///   `invalidArgument` for a word that is no number where numbers are needed.
    public func value(named text: String) throws -> AttributeValue {
        let known = knownValues
        if let value = known.first(where: { $0.description == text }) { return value }
        if kind == .numeric {
            let number =
                Int(text).map(AttributeValue.integer) ?? Double(text).map(AttributeValue.number)
            guard let number else { throw AnalysisError.wordNotANumber(text, attribute: name) }
            return number
        }
        guard known.isEmpty || isHighCardinality else {
            throw AnalysisError.unknownValue(
                text, attribute: name, known: known.map(\.description))
        }
        return .text(text)
    }

    /// The value that a binary attribute has where it has not the one given.
    ///
    /// - Parameter value: one value, as it stands or as text.
    /// - Returns: the only other value that the schema knows.
    /// - Throws: ``AnalysisError`` with code `invalidArgument` when the attribute is of another kind
    ///   or the schema does not know exactly one other value.
    public func otherValue(than value: AttributeValue) throws -> AttributeValue {
        let others = knownValues.filter { $0.description != value.description }
        guard kind == .binary, let other = others.first, others.count == 1 else {
            throw AnalysisError.noOtherValue(
                than: value.description, attribute: name, kind: kind,
                known: knownValues.map(\.description))
        }
        return other
    }
}
