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
/// - Complexity: O(n² log `count`) for n samples, O(`count`) memory.
public func extremePairs(in similarities: Matrix<Float>, count: Int) -> [SimilarPair] {
    precondition(
        similarities.rowCount == similarities.columnCount, "similarities are a square matrix")
    let pairCount = similarities.rowCount * (similarities.rowCount - 1) / 2
    let isComplete = count > 0 && (pairCount - 1) / 2 < count
    var most = LeadingPairs(limit: isComplete ? pairCount : max(0, count)) { $0.precedes($1) }
    var least = LeadingPairs(limit: isComplete ? 0 : max(0, count)) { $1.precedes($0) }
    for second in 0..<similarities.rowCount {
        for first in 0..<second {
            let pair = SimilarPair(
                first: first, second: second, similarity: similarities[second, first])
            most.add(pair)
            least.add(pair)
        }
    }
    return most.sorted() + least.sorted().reversed()
}

extension SimilarPair {
    /// Whether a pair is more alike, or as much and of earlier samples.
    fileprivate func precedes(_ other: SimilarPair) -> Bool {
        (other.similarity, first, second) < (similarity, other.first, other.second)
    }
}

/// The first pairs in an order; the others are dropped on the way, a batch at a time.
private struct LeadingPairs {
    let limit: Int
    let precedes: (SimilarPair, SimilarPair) -> Bool
    private var pairs: [SimilarPair] = []
    /// The last of the pairs that are kept, once there are enough.
    private var last: SimilarPair?

    init(limit: Int, precedes: @escaping (SimilarPair, SimilarPair) -> Bool) {
        self.limit = limit
        self.precedes = precedes
    }

    mutating func add(_ pair: SimilarPair) {
        if limit == 0 { return }
        if let last, !precedes(pair, last) { return }
        pairs.append(pair)
        if pairs.count >= 2 * limit {
            pairs = sorted()
            last = pairs.last
        }
    }

    func sorted() -> [SimilarPair] { Array(pairs.sorted(by: precedes).prefix(limit)) }
}
