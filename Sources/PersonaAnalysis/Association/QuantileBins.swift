/// The bin of each number among bins that hold about equally many, to associate numbers as if they
/// were names.
///
/// The edges are the quantiles that NumPy interpolates linearly; equal edges fall together, so
/// many equal numbers give fewer bins. A number on an inner edge belongs to the upper bin.
///
/// - Parameters:
///   - numbers: one for each persona; nil where it is not known, NaN counts as unknown too.
///   - binCount: how many bins at most.
/// - Returns: the bin's number as text, "0" for the lowest; "unknown" for an unknown number.
/// - Throws: ``AnalysisError`` with code `invalidArgument` when `binCount` is below 1.
/// - Complexity: O(n log n).
public func quantileBinLabels(_ numbers: [Double?], binCount: Int = 4) throws -> [String] {
    let edges = try quantileBinEdges(numbers, binCount: binCount)
    let inner = edges.dropFirst().dropLast()
    return numbers.map { number in
        guard let number, !number.isNaN else { return "unknown" }
        return String(inner.count { number >= $0 })
    }
}

/// The edges of the bins of ``quantileBinLabels(_:binCount:)``, lowest first, without repetitions.
///
/// - Parameters:
///   - numbers: one for each persona; nil and NaN are left out.
///   - binCount: how many bins at most.
/// - Returns: one edge more than there are bins; none when no number is known.
/// - Throws: ``AnalysisError`` with code `invalidArgument` when `binCount` is below 1.
/// - Complexity: O(n log n).
public func quantileBinEdges(_ numbers: [Double?], binCount: Int = 4) throws -> [Double] {
    guard binCount >= 1 else { throw AnalysisError.binCountTooSmall(binCount) }
    let sorted = numbers.compactMap { $0 }.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return [] }
    var edges: [Double] = []
    for bin in 0...binCount {
        let position = Double(sorted.count - 1) * Double(bin) / Double(binCount)
        let lower = Int(position)
        let upper = min(lower + 1, sorted.count - 1)
        let edge = sorted[lower] + (sorted[upper] - sorted[lower]) * (position - Double(lower))
        if edges.last != edge { edges.append(edge) }
    }
    return edges
}
