/// The two ends of an attribute that a trait leads between.
///
/// - Parameter info: what the schema says of the attribute.
/// - Returns: the two known values of a binary attribute, the lowest and highest of an ordinal one,
///   the least and greatest seed value of a numeric one, as whole numbers when both are whole.
/// - Throws: ``AnalysisError`` with code `invalidArgument` for another kind, `invalidData` when the
///   schema does not list two different ends.
public func contrastValues(
    of info: AttributeInfo
) throws -> (from: AttributeValue, to: AttributeValue) {
    let known = info.knownValues
    let ends: [AttributeValue]
    switch info.kind {
    case .binary:
        ends = known.count == 2 ? known : []
    case .ordinal:
        ends = [info.orderedValues.first, info.orderedValues.last].compactMap(\.self)
    case .numeric:
        ends = numericEnds(info.seedValues.compactMap(\.number).filter(\.isFinite))
    default:
        throw AnalysisError.noContrast(info.name, kind: info.kind)
    }
    guard ends.count == 2, ends[0] != ends[1] else {
        throw AnalysisError.contrastValues(info.name, found: known.map(\.description))
    }
    return (ends[0], ends[1])
}

/// The least and greatest of numbers; they go into sentences, where 22.0 would read badly.
private func numericEnds(_ numbers: [Double]) -> [AttributeValue] {
    guard let least = numbers.min(), let greatest = numbers.max() else { return [] }
    if let least = Int(exactly: least), let greatest = Int(exactly: greatest) {
        return [.integer(least), .integer(greatest)]
    }
    return [.number(least), .number(greatest)]
}
