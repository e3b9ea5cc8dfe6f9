import PersonaVectors

extension AttributeInfo {
    /// The attribute as a menu shows it: `age (numeric, 58 values)`, or the name alone when its kind is
    /// not known.
    public var displayLabel: String {
        guard let kind else { return name }
        guard let count = uniqueValueCount else { return "\(name) (\(kind))" }
        return "\(name) (\(kind), \(count) value\(count == 1 ? "" : "s"))"
    }

    /// A value as a number: the `encode` of the original's `attribute_values`.
    ///
    /// - Parameter value: the value of a persona; nil when it has none.
    /// - Returns: 0 or 1 for a boolean, a number itself, for one of ``orderedValues`` its position, 0 or
    ///   1 for the "No" and "Yes" of a binary attribute without an order; nil for no value and for any
    ///   other text, which has no number.
    /// - Throws: ``AnalysisError`` with code `invalidData` when the attribute has ordered values and
    ///   the value is text that is not among them.
    /// - Complexity: O(ordered values).
    public func encoded(_ value: AttributeValue?) throws -> Double? {
        switch value {
        case nil: return nil
        case .boolean(let boolean): return boolean ? 1 : 0
        case .integer(let number): return Double(number)
        case .number(let number): return number
        case .text(let text):
            let ordered = orderedValues.map { ExactString($0.description) }
            if let rank = ordered.firstIndex(of: ExactString(text)) { return Double(rank) }
            guard ordered.isEmpty else {
                throw AnalysisError.valueNotEncoded(
                    text, attribute: name, ordered: ordered.map(\.string))
            }
            guard kind == .binary else { return nil }
            return text == "Yes" ? 1 : text == "No" ? 0 : nil
        }
    }
}

extension AttributeTable {
    /// The value of an attribute for each persona as a number.
    ///
    /// - Parameters:
    ///   - attribute: the attribute's name.
    ///   - personaIDs: the personas, in the order of the answer; nil means all of the table.
    /// - Returns: as many numbers as there are ids; nil where a persona has no value, or one that has no
    ///   number.
    /// - Throws: ``AnalysisError`` with code `notFound` when nobody has the attribute, and as
    ///   ``AttributeInfo/encoded(_:)`` does.
    /// - Complexity: O(`personaIDs.count` × ordered values).
    public func encodedValues(
        of attribute: String, for personaIDs: [String]? = nil
    ) throws -> [Double?] {
        let info = try info(for: attribute)
        return try values(of: attribute, for: personaIDs).map(info.encoded)
    }
}
