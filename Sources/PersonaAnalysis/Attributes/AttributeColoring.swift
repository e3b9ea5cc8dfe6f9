import PersonaVectors

/// What samples are colored by when they are colored by an attribute.
public enum AttributeColoring: Sendable, Equatable {
    /// A number for each sample, on a continuous scale; nil where it is not known.
    case numeric([Double?])

    /// A rank for each sample, from 0, on a scale with a name for each rank; nil where it is not
    /// known.
    case ordinal(ranks: [Double?], rankNames: [String])

    /// A group for each sample, each group in one color.
    case groups([String])

    /// The group of samples whose value is not known; `Unknown (no value)` where a value is called so.
    public static let unknownGroup = "Unknown"

    /// The group of samples whose value is too rare for a color of its own; `Other (rare)` where a
    /// frequent value is called so.
    public static let otherGroup = "Other"
}

/// Colors samples by an attribute, on the scale that suits its kind.
///
/// - Parameters:
///   - attribute: what is known of the attribute; its kind decides.
///   - values: one for each sample; nil where the persona has none, as the baseline, which is not
///     an error.
///   - groupCount: how many values get a color of their own, the most frequent first and equal ones
///     in the order of their names; the others share ``AttributeColoring/otherGroup``.
/// - Returns: numbers for a numeric attribute, ranks for an ordinal one with ordered values, else
///   groups.
/// - Throws: ``AnalysisError`` with code `invalidData` when a numeric attribute has a value that is
///   no number, or an ordinal one a value that is not among its ordered values.
/// - Complexity: O(values × ordered values).
public func colorAttribute(
    _ attribute: AttributeInfo, values: [AttributeValue?], groupCount: Int = 12
) throws -> AttributeColoring {
    switch attribute.kind {
    case .numeric:
        return .numeric(
            try values.map { value in
                guard let value else { return nil }
                guard let number = value.number else {
                    throw AnalysisError.valueNotANumber(
                        value.description, attribute: attribute.name)
                }
                return number
            })
    case .ordinal where !attribute.orderedValues.isEmpty:
        let names = attribute.orderedValues.map(\.description)
        let ranks = try values.map { value -> Double? in
            guard let value else { return nil }
            guard let rank = names.firstIndex(of: value.description) else {
                throw AnalysisError.valueNotOrdered(
                    value.description, attribute: attribute.name, ordered: names)
            }
            return Double(rank)
        }
        return .ordinal(ranks: ranks, rankNames: names)
    default:
        return .groups(frequentGroups(values.map { $0?.description }, count: groupCount))
    }
}

/// The values themselves where they are among the most frequent.
private func frequentGroups(_ names: [String?], count: Int) -> [String] {
    var counts: [ExactString: Int] = [:]
    for case let name? in names { counts[ExactString(name), default: 0] += 1 }
    let ranked = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let kept = Set(ranked.prefix(count).map(\.key))
    // A value may be called as these groups are, and must not be mixed with them.
    let group = { (name: String, meaning: String) in
        kept.contains(ExactString(name)) ? "\(name) (\(meaning))" : name
    }
    let unknown = group(AttributeColoring.unknownGroup, "no value")
    let other = group(AttributeColoring.otherGroup, "rare")
    return names.map { name in
        guard let name else { return unknown }
        return kept.contains(ExactString(name)) ? name : other
    }
}
