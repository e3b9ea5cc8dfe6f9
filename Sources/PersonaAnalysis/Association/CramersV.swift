import Foundation

/// How the association of two attributes is corrected for the size of the sample.
public enum AssociationCorrection: String, CaseIterable, Sendable {
    /// W. Bergsma, *A bias-correction for Cramér's V and Tschuprow's T*, Journal of the Korean
    /// Statistical Society 42, 2013, doi:10.1016/j.jkss.2012.10.002. The default, and first on pages.
    case bergsma
    /// No correction: grows with the number of values even where there is nothing to find.
    case plain
    /// Yates' continuity correction, which exists for 2 × 2 tables only; larger ones are plain.
    /// This is what the Python original computes.
    case yates
}

/// The association of two attributes: Cramér's V, from 0 for none to 1 when each decides the other.
///
/// - Parameters:
///   - first: one value for each persona.
///   - second: one value for each of the same personas.
///   - correction: how to correct for small samples. The Python original says Bergsma and computes
///     ``AssociationCorrection/yates``.
/// - Returns: V, or nil when there is nothing to associate: no personas, or an attribute with a
///   single value; nil too when Bergsma's correction leaves no value to associate.
/// - Throws: ``AnalysisError`` with code `invalidData` when the columns differ in length.
/// - Complexity: O(personas + distinct values of one × distinct values of the other).
public func cramersV(
    _ first: [String], _ second: [String], correction: AssociationCorrection = .bergsma
) throws -> Double? {
    guard first.count == second.count else {
        throw AnalysisError.columnsDoNotMatch(first.count, second.count)
    }
    return ContingencyTable(first, second).cramersV(correction)
}

/// The association of every two attributes, over the personas that have a value of both.
///
/// Having no value is no class of its own: it would make attributes that are missing together look
/// as if they went together.
///
/// - Parameters:
///   - columns: one column an attribute, each with one value for each of the same personas, nil
///     where there is none; numbers go through ``quantileBinLabels(_:binCount:)`` first.
///   - correction: how to correct for small samples.
/// - Returns: one row and one column an attribute, 1 on the diagonal, nil where an attribute has
///   a single value among the personas that have both.
/// - Throws: ``AnalysisError`` with code `invalidData` when the columns differ in length.
/// - Complexity: O(attributes² × personas).
public func attributeAssociations(
    _ columns: [[String?]], correction: AssociationCorrection = .bergsma
) throws -> [[Double?]] {
    var result = [[Double?]](
        repeating: Array(repeating: nil, count: columns.count), count: columns.count)
    for row in columns.indices {
        result[row][row] = 1
        for column in 0..<row {
            let value = try cramersVOfBoth(columns[row], columns[column], correction)
            result[row][column] = value
            result[column][row] = value
        }
    }
    return result
}

/// Cramér's V of the personas that have both values.
private func cramersVOfBoth(
    _ first: [String?], _ second: [String?], _ correction: AssociationCorrection
) throws -> Double? {
    guard first.count == second.count else {
        throw AnalysisError.columnsDoNotMatch(first.count, second.count)
    }
    var (ones, others): ([String], [String]) = ([], [])
    for case (let one?, let other?) in zip(first, second) {
        ones.append(one)
        others.append(other)
    }
    return try cramersV(ones, others, correction: correction)
}
