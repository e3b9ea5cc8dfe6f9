/// What a probe has to find in a vector; the raw value is what `probe.json` holds.
public enum ProbeTask: String, Sendable, CaseIterable, Codable {
    /// One of two classes.
    case binary
    /// One of several classes with an order: their ranks are what is fitted.
    case ordinal
    /// One of several classes without an order.
    case categorical
    /// A number.
    case numeric

    /// Whether the answer is one of several classes.
    public var isClassification: Bool { self != .numeric }

    /// The heads that suit the task, in the order that a sweep tries them.
    public var defaultKinds: [ProbeKind] {
        switch self {
        case .binary: [.differenceOfMeans, .logisticRegression]
        case .categorical: [.logisticRegression]
        case .ordinal, .numeric: [.ridgeRegression]
        }
    }

    /// The metric that the best row of a sweep has the most of.
    public var primaryMetric: ProbeMetric {
        isClassification ? .balancedAccuracy : .r2
    }
}

/// How a probe is fitted; the raw value is what `probe.json` and folder names hold.
public enum ProbeKind: String, Sendable, CaseIterable, Codable {
    /// The difference of the two class means, with the midpoint as threshold.
    case differenceOfMeans = "difference_of_means"
    /// Logistic regression, multinomial from three classes on.
    case logisticRegression = "logistic_regression"
    /// Ridge regression on numbers, or on the ranks of ordered classes.
    case ridgeRegression = "ridge_regression"
}

/// The task that an attribute poses.
///
/// A numeric attribute is numeric and an ordinal one ordinal, whatever values they have; exactly two
/// ordered values, or the kind `binary`, make it binary; everything else is categorical.
///
/// - Parameter info: what the schema says of the attribute.
/// - Returns: the task; there is one for every attribute.
public func inferProbeTask(for info: AttributeInfo) -> ProbeTask {
    switch info.kind {
    case .numeric: .numeric
    case .ordinal: .ordinal
    case .binary: .binary
    default: info.orderedValues.count == 2 ? .binary : .categorical
    }
}

/// The layers of a first look at a model: the first, the quarters and the last.
///
/// - Parameters:
///   - layerCount: the number of layers; a negative one is a programmer's mistake and traps.
///   - fast: false means all layers.
/// - Returns: layer indices, ascending, without duplicates.
public func pickLayers(layerCount: Int, fast: Bool = true) -> [Int] {
    precondition(layerCount >= 0, "the number of layers must not be negative")
    guard fast, layerCount > 0 else { return Array(0..<layerCount) }
    let quarters = [0, layerCount / 4, layerCount / 2, 3 * layerCount / 4, layerCount - 1]
    return Set(quarters).sorted()
}
