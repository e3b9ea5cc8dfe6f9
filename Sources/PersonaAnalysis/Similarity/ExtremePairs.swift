public import TensorMath

/// Two samples and how alike they are.
public struct SimilarPair: Equatable, Sendable {
    /// The lower of the two sample indices.
    public let first: Int
    /// The higher of the two sample indices.
    public let second: Int
    /// Their similarity.
    public let similarity: Float
}

/// The pairs of samples that are most and least alike.
///
/// - Parameters:
///   - similarities: a symmetric matrix, a row and a column a sample; only what lies below the
///     diagonal is read. One that is not square traps.
///   - count: how many pairs from either end; below 1 there are none.
/// - Returns: the most alike, then the least alike, both from the most to the least alike, equal ones in
///   the order of their samples; all pairs once when there are no more than twice `count`.
/// - Complexity: O(n² log n) for n samples.
public func extremePairs(in similarities: Matrix<Float>, count: Int) -> [SimilarPair] {
    precondition(
        similarities.rowCount == similarities.columnCount, "similarities are a square matrix")
    var pairs: [SimilarPair] = []
    for second in 0..<similarities.rowCount {
        for first in 0..<second {
            let similarity = similarities[second, first]
            pairs.append(SimilarPair(first: first, second: second, similarity: similarity))
        }
    }
    pairs.sort {
        ($1.similarity, $0.first, $0.second) < ($0.similarity, $1.first, $1.second)
    }
    let count = max(0, count)
    guard pairs.count / 2 >= count, pairs.count > 2 * count else { return pairs }
    return Array(pairs.prefix(count) + pairs.suffix(count))
}
