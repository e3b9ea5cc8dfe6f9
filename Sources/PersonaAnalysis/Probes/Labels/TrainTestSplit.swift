import TensorMath

/// Which samples a probe is fitted on and which it is measured on.
public struct TrainTestSplit: Sendable, Equatable {
    /// Positions of the samples to fit on, in scikit-learn's order.
    public let train: [Int]

    /// Positions of the samples to measure on, in scikit-learn's order.
    public let test: [Int]

    /// A split that was made elsewhere.
    public init(train: [Int], test: [Int]) {
        self.train = train
        self.test = test
    }
}

/// Splits samples at random, as scikit-learn's `train_test_split` does.
///
/// The indices and their order are those of scikit-learn with `random_state=seed`.
///
/// - Parameters:
///   - count: the number of samples.
///   - testFraction: the share to test on; the number is rounded up.
///   - seed: the seed of NumPy's legacy generator.
/// - Returns: positions in `0 ..< count`, each on exactly one side.
/// - Throws: ``AnalysisError`` with code `invalidArgument` when the fraction is not between 0 and
///   1, and `invalidData` when a side would be empty.
/// - Complexity: O(`count`).
public func trainTestSplit(
    count: Int, testFraction: Double = 0.2, seed: UInt32 = 0
) throws -> TrainTestSplit {
    let (trainCount, testCount) = try sideCounts(count: count, testFraction: testFraction)
    var generator = MersenneTwister(seed: seed)
    let permutation = generator.permutation(count: count)
    return TrainTestSplit(
        train: Array(permutation[testCount..<testCount + trainCount]),
        test: Array(permutation[..<testCount]))
}

/// Splits samples at random so that both sides hold every class in about the same share.
///
/// The indices and their order are those of scikit-learn's `train_test_split` with
/// `stratify=classes` and `random_state=seed` (its `StratifiedShuffleSplit`).
///
/// - Parameters:
///   - classes: the class of each sample; any integers.
///   - testFraction: the share to test on; the number is rounded up.
///   - seed: the seed of NumPy's legacy generator.
/// - Returns: positions in `classes`, each on exactly one side.
/// - Throws: ``AnalysisError`` with code `invalidArgument` when the fraction is not between 0 and
///   1, and `invalidData` when a class has one sample only or a side has fewer samples than there
///   are classes.
/// - Complexity: O(n log n) for n samples.
public func trainTestSplit(
    stratifiedBy classes: [Int], testFraction: Double = 0.2, seed: UInt32 = 0
) throws -> TrainTestSplit {
    let sides = try sideCounts(count: classes.count, testFraction: testFraction)
    let members = Dictionary(grouping: classes.indices) { classes[$0] }
        .sorted { $0.key < $1.key }
    if let small = members.first(where: { $0.value.count < 2 }) {
        throw AnalysisError.classTooSmallToSplit(small.key, count: small.value.count)
    }
    for (count, side) in [(sides.train, "training"), (sides.test, "test")]
    where count < members.count {
        throw AnalysisError.tooFewForClasses(count, side: side, classCount: members.count)
    }

    var generator = MersenneTwister(seed: seed)
    let counts = members.map(\.value.count)
    let trainCounts = generator.allot(sides.train, toClassesOf: counts)
    let remaining = zip(counts, trainCounts).map { $0 - $1 }
    let testCounts = generator.allot(sides.test, toClassesOf: remaining)
    var train: [Int] = []
    var test: [Int] = []
    for (position, (_, samples)) in members.enumerated() {
        let shuffled = generator.permutation(of: samples)
        let middle = trainCounts[position]
        train += shuffled[..<middle]
        test += shuffled[middle..<middle + testCounts[position]]
    }
    return TrainTestSplit(
        train: generator.permutation(of: train), test: generator.permutation(of: test))
}

private func sideCounts(count: Int, testFraction: Double) throws -> (train: Int, test: Int) {
    guard testFraction > 0, testFraction < 1 else {
        throw AnalysisError.testFractionOutOfRange(testFraction)
    }
    let testCount = Int((testFraction * Double(count)).rounded(.up))
    guard testCount > 0, testCount < count else {
        throw AnalysisError.cannotSplit(
            count: count, trainCount: count - testCount, testCount: testCount)
    }
    return (count - testCount, testCount)
}

extension MersenneTwister {
    /// Shares `total` draws among classes in proportion to their sizes.
    ///
    /// The mode of the multivariate hypergeometric distribution, ties broken at random, with the
    /// draws of scikit-learn's `_approximate_mode`: whole shares first, then one more for the
    /// classes with the largest remainders.
    fileprivate mutating func allot(_ total: Int, toClassesOf sizes: [Int]) -> [Int] {
        let population = Double(sizes.reduce(0, +))
        let shares = sizes.map { Double($0) / population * Double(total) }
        var allotted = shares.map { Int($0) }
        var missing = total - allotted.reduce(0, +)
        let remainders = zip(shares, allotted).map { $0 - Double($1) }
        for remainder in Set(remainders).sorted(by: >) where missing > 0 {
            let tied = remainders.indices.filter { remainders[$0] == remainder }
            let chosen = permutation(of: tied).prefix(missing)
            for index in chosen { allotted[index] += 1 }
            missing -= chosen.count
        }
        return allotted
    }
}
