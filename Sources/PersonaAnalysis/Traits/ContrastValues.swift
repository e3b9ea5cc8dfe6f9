/// The two ends of an attribute that a trait leads between.
///
/// - Parameter info: what the schema says of the attribute.
/// - Returns: the two known values of a binary attribute, the lowest and highest of an ordinal one,
///   the least and greatest seed value of a numeric one.
/// - Throws: ``AnalysisError`` with code `invalidArgument` for another kind, `invalidData` when the
///   schema does not list two different ends.
public func contrastValues(
    of info: AttributeInfo
) throws -> (from: AttributeValue, to: AttributeValue) {
    let known = info.orderedValues.isEmpty ? info.seedValues : info.orderedValues
    let ends: [AttributeValue]
    switch info.kind {
    case .binary:
        ends = known.count == 2 ? known : []
    case .ordinal:
        ends = [info.orderedValues.first, info.orderedValues.last].compactMap(\.self)
    case .numeric:
        let numbers = info.seedValues.filter { $0.number?.isFinite == true }
            .sorted { ($0.number ?? 0) < ($1.number ?? 0) }
        ends = [numbers.first, numbers.last].compactMap(\.self)
    default:
        throw AnalysisError.noContrast(info.name, kind: info.kind)
    }
    guard ends.count == 2, ends[0] != ends[1] else {
        throw AnalysisError.contrastValues(info.name, found: known.map(\.description))
    }
    return (ends[0], ends[1])
}
