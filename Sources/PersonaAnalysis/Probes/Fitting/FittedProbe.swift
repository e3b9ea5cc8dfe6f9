import TensorMath

/// What is done to features before a head sees them.
public struct ProbePreprocessing: Sendable, Equatable {
    /// How many principal components are kept; nil means all features.
    public let pcaComponentCount: Int?

    /// Whether features are scaled to variance 1 before the principal components are taken.
    public let normalizesPCA: Bool

    /// Preprocessing of any kind; a component count that does not fit the data is refused later.
    public init(pcaComponentCount: Int? = nil, normalizesPCA: Bool = true) {
        self.pcaComponentCount = pcaComponentCount
        self.normalizesPCA = normalizesPCA
    }

    /// Whether a head of this kind sees scaled features.
    ///
    /// The difference of means works on the features as they are, unless it works on components.
    func scales(for kind: ProbeKind) -> Bool {
        pcaComponentCount == nil ? kind != .differenceOfMeans : normalizesPCA
    }
}

/// A probe fitted in double precision: scaler, components, head.
struct FittedProbe: Sendable {
    let kind: ProbeKind
    let scaler: StandardScaler?
    let pca: ProbePCA?
    let head: LinearHead

    /// Fits a probe to samples, all of which have finite features.
    ///
    /// - Parameters:
    ///   - kind: how to fit.
    ///   - features: a row for each sample.
    ///   - targets: a class, rank or number for each sample.
    ///   - classCount: the number of classes; nil for a numeric task.
    ///   - preprocessing: what is done to the features before the head sees them.
    ///   - maximumIterations: where logistic regression stops without having converged.
    /// - Throws: ``AnalysisError`` with code `invalidArgument` or `invalidData`.
    init(
        _ kind: ProbeKind, features: Matrix<Float>, targets: [Double], classCount: Int?,
        preprocessing: ProbePreprocessing,
        maximumIterations: Int = ProbeOptions().maximumIterations
    ) throws {
        self.kind = kind
        scaler = preprocessing.scales(for: kind) ? StandardScaler(fitting: features) : nil
        let scaled = scaler?.transformed(features) ?? features.doubles
        pca = try preprocessing.pcaComponentCount.map { count in
            try ProbePCA(fitting: scaled, componentCount: count)
        }
        let prepared = pca?.transformed(scaled) ?? scaled
        let classes = { targets.map { Int($0) } }
        switch kind {
        case .differenceOfMeans:
            head = .differenceOfMeans(prepared, classes: classes())
        case .logisticRegression:
            head = .logistic(
                prepared, classes: classes(), classCount: classCount ?? 2,
                maximumIterations: maximumIterations)
        case .ridgeRegression:
            do {
                head = try .ridge(prepared, targets: targets, alpha: 1)
            } catch {
                throw AnalysisError.fitFailed(kind, underlying: error)
            }
        }
    }

    /// The head's answers: one column, or one for each class.
    func scores(_ features: Matrix<Float>) -> Matrix<Double> {
        let scaled = scaler?.transformed(features) ?? features.doubles
        return head.scores(pca?.transformed(scaled) ?? scaled)
    }

    /// The class or number that each sample is given; ranks snap to one of `observed`.
    func predictions(_ features: Matrix<Float>, snappingTo observed: [Double]?) -> [Double] {
        let scores = scores(features)
        switch kind {
        case .differenceOfMeans:
            return scores.values.map { $0 >= 0 ? 1 : 0 }
        case .logisticRegression where head.bias.count == 1:
            return scores.values.map { $0 > 0 ? 1 : 0 }
        case .logisticRegression:
            return (0..<scores.rowCount).map { Double(scores.row($0).firstIndexOfMaximum) }
        case .ridgeRegression:
            guard let observed else { return scores.values }
            return scores.values.map { nearestObservedRank(to: $0, observed: observed) }
        }
    }
}

/// The rank that a number stands for: rounded half to even, then the nearest that was observed.
///
/// Of two at the same distance the lower one wins; `observed` is ascending and not empty.
func nearestObservedRank(to value: Double, observed: [Double]) -> Double {
    let rounded = value.rounded(.toNearestOrEven)
    return observed.min { abs($0 - rounded) < abs($1 - rounded) } ?? rounded
}

extension Collection where Element: Comparable, Index == Int {
    /// The position of the largest element, the first of equals.
    var firstIndexOfMaximum: Int {
        var best = startIndex
        for index in indices where self[index] > self[best] { best = index }
        return best - startIndex
    }
}
