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
        let edge = quantile(Double(bin) / Double(binCount), ofSorted: sorted)
        if edges.last != edge { edges.append(edge) }
    }
    return edges
}

/// The value below which a share of sorted numbers lies, between two of them interpolated linearly as
/// NumPy's `quantile` does.
///
/// - Parameters:
///   - share: from 0 for the least to 1 for the greatest; others trap.
///   - sorted: at least one number, in ascending order, without NaN; none trap.
/// - Returns: the quantile. Infinities are not an error: between one and a number lies the infinity
///   (where NumPy answers NaN or the infinity), between both the lower.
/// - Complexity: O(1).
public func quantile(_ share: Double, ofSorted sorted: [Double]) -> Double {
    precondition((0...1).contains(share) && !sorted.isEmpty, "a share of at least one number")
    let position = Double(sorted.count - 1) * share
    let lower = sorted[Int(position)]
    let upper = sorted[min(Int(position) + 1, sorted.count - 1)]
    let fraction = position - position.rounded(.down)
    guard fraction > 0, lower != upper else { return lower }
    guard lower.isFinite && upper.isFinite else { return lower.isFinite ? upper : lower }
    let difference = upper - lower
    // Numbers at both ends of the range are farther apart than a number can say.
    guard difference.isFinite else { return lower * (1 - fraction) + upper * fraction }
    return lower + difference * fraction
}
