import TensorMath

/// Splits samples at random into folds, each of which is the test side of one split.
///
/// The splits are those of scikit-learn's `KFold` with `shuffle=True` and `random_state=seed`.
///
/// - Parameters:
///   - count: the number of samples.
///   - foldCount: the number of folds; their sizes differ by at most one.
///   - seed: the seed of NumPy's legacy generator.
/// - Returns: a split for each fold; positions in `0 ..< count`, ascending on both sides.
/// - Throws: ``AnalysisError`` with code `invalidArgument` for fewer than two folds, and
///   `invalidData` for fewer samples than folds.
/// - Complexity: O(`count` × `foldCount`).
public func kFoldSplits(
    count: Int, foldCount: Int, seed: UInt32 = 0
) throws -> [TrainTestSplit] {
    try requireFolds(foldCount, of: count)
    var generator = MersenneTwister(seed: seed)
    let (size, rest) = count.quotientAndRemainder(dividingBy: foldCount)
    // The first `rest` folds have one sample more.
    let large = rest * (size + 1)
    var folds = [Int](repeating: 0, count: count)
    for (place, sample) in generator.permutation(count: count).enumerated() {
        folds[sample] = place < large ? place / (size + 1) : rest + (place - large) / size
    }
    return splits(byFold: folds, count: foldCount)
}

/// Splits samples at random into folds that hold every class in about the same share.
///
/// The splits are those of scikit-learn's `StratifiedKFold` with `shuffle=True` and
/// `random_state=seed`. That a class has fewer samples than there are folds is not an error: some
/// folds are then without it.
///
/// - Parameters:
///   - classes: the class of each sample; any integers.
///   - foldCount: the number of folds.
///   - seed: the seed of NumPy's legacy generator.
/// - Returns: a split for each fold; positions in `classes`, ascending on both sides. Every class
///   is on every training side.
/// - Throws: ``AnalysisError`` with code `invalidArgument` for fewer than two folds, and
///   `invalidData` for fewer samples than folds or a class of one sample.
/// - Complexity: O(n × `foldCount`) for n samples.
public func kFoldSplits(
    stratifiedBy classes: [Int], foldCount: Int, seed: UInt32 = 0
) throws -> [TrainTestSplit] {
    try requireFolds(foldCount, of: classes.count)
    // In the order of their first samples, as scikit-learn numbers them.
    let members = Dictionary(grouping: classes.indices) { classes[$0] }
        .sorted { $0.value[0] < $1.value[0] }
    if let small = members.first(where: { $0.value.count < 2 }) {
        throw AnalysisError.classTooSmallToSplit(small.key, count: small.value.count)
    }
    var generator = MersenneTwister(seed: seed)
    var folds = [Int](repeating: 0, count: classes.count)
    var start = 0
    for (_, samples) in members {
        // The samples, sorted by class, are dealt out like cards; then each class is shuffled.
        let dealt = (start..<start + samples.count).map { $0 % foldCount }.sorted()
        for (sample, fold) in zip(samples, generator.permutation(of: dealt)) {
            folds[sample] = fold
        }
        start += samples.count
    }
    return splits(byFold: folds, count: foldCount)
}

private func requireFolds(_ foldCount: Int, of count: Int) throws {
    guard foldCount >= 2 else { throw AnalysisError.tooFewFolds(foldCount) }
    guard count >= foldCount else {
        throw AnalysisError.tooFewSamplesToFold(count, foldCount: foldCount)
    }
}

private func splits(byFold folds: [Int], count: Int) -> [TrainTestSplit] {
    (0..<count).map { fold in
        TrainTestSplit(
            train: folds.indices.filter { folds[$0] != fold },
            test: folds.indices.filter { folds[$0] == fold })
    }
}
