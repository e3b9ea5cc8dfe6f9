/// A measure of a probe's test predictions; the raw value is its key in `probe.json`.
public enum ProbeMetric: String, Sendable, CaseIterable {
    /// The mean, over the classes that occur, of the share recognised.
    case balancedAccuracy = "balanced_accuracy"
    /// The mean absolute error, of ranks or numbers.
    case meanAbsoluteError = "mae"
    /// The share of the variance explained.
    case r2
}

/// The mean recall over the classes that occur in `truth`: scikit-learn's
/// `balanced_accuracy_score`.
///
/// A class that is predicted but does not occur counts only as a miss of the others.
///
/// - Returns: a share between 0 and 1; NaN when there are no samples.
/// - Complexity: O(n).
public func balancedAccuracy(truth: [Int], predictions: [Int]) -> Double {
    precondition(truth.count == predictions.count, "there must be one prediction a sample")
    var counts: [Int: (total: Int, right: Int)] = [:]
    for (expected, found) in zip(truth, predictions) {
        counts[expected, default: (0, 0)].total += 1
        if expected == found { counts[expected, default: (0, 0)].right += 1 }
    }
    // Summed in the order of the classes: a dictionary's order would change the last bits.
    let recalls = counts.sorted { $0.key < $1.key }.map {
        Double($0.value.right) / Double($0.value.total)
    }
    return recalls.reduce(0, +) / Double(recalls.count)
}

/// The mean of |truth − prediction|; NaN when there are no samples.
public func meanAbsoluteError(truth: [Double], predictions: [Double]) -> Double {
    precondition(truth.count == predictions.count, "there must be one prediction a sample")
    return zip(truth, predictions).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(truth.count)
}

/// The share of the variance explained: scikit-learn's `r2_score`.
///
/// - Returns: 1 for a perfect fit; of a constant truth 1 when it is met exactly and 0 otherwise;
///   NaN for fewer than two samples.
public func r2Score(truth: [Double], predictions: [Double]) -> Double {
    precondition(truth.count == predictions.count, "there must be one prediction a sample")
    guard truth.count >= 2 else { return .nan }
    let mean = truth.reduce(0, +) / Double(truth.count)
    let total = truth.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let left = zip(truth, predictions).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    if total == 0 { return left == 0 ? 1 : 0 }
    return 1 - left / total
}

/// The balanced accuracy of always answering the most frequent class, the smallest of equals.
public func baselineBalancedAccuracy(truth: [Int]) -> Double {
    let counts = Dictionary(grouping: truth) { $0 }.mapValues(\.count)
    let majority = counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? 0
    return balancedAccuracy(truth: truth, predictions: truth.map { _ in majority })
}
