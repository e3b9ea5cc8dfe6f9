/// How probes are fitted and measured; the defaults are the Python original's.
public struct ProbeOptions: Sendable {
    /// The kinds to try, in the order that decides between equals; nil means those of the task.
    public var kinds: [ProbeKind]?

    /// What is done to the features first.
    public var preprocessing = ProbePreprocessing()

    /// The share of the samples that is held out for the metrics.
    public var testFraction = 0.2

    /// The seed of the split; repeats use the ones that follow.
    public var seed: UInt32 = 0

    /// The steps after which logistic regression stops without having converged, which
    /// ``ProbeRow/isConverged`` tells.
    public var maximumIterations = 5_000

    /// How many threads may work, nil meaning one a core; the results do not depend on it.
    public var threads: Int?

    /// The defaults.
    public init() {}
}

/// How far a sweep has come.
public struct ProbeProgress: Sendable, Equatable {
    /// The attribute whose layer has just been done.
    public let attribute: String

    /// The layer that has just been done.
    public let layer: Int

    /// How many layers of all attributes are done.
    public let completed: Int

    /// How many there are to do.
    public let total: Int
}
