import Synchronization
import TensorMath

/// Fits probes to every layer and measures them on held-out samples.
///
/// Layers are shared between threads; each is computed by one, so the rows have the same bits
/// whatever the number of threads.
///
/// - Parameters:
///   - labels: what to learn, by position in `samples`; classes too rare to be split must have been
///     dropped (``ProbeLabels/droppingClasses(rarerThan:)``).
///   - samples: the vectors.
///   - layers: the layers to probe, as the model counts them; nil means all that were loaded.
///   - options: how to fit and measure.
///   - progress: called after each layer, from any thread, one call at a time.
/// - Returns: a row for each layer and kind, layers in order, then kinds in order.
/// - Throws: ``AnalysisError`` with code `notFound` when a layer was not loaded; `invalidArgument`
///   when a kind does not suit the task or there are too many components; `invalidData` when the
///   samples cannot be split, fewer than two classes are there, or a vector is not finite;
///   `CancellationError` when the task is cancelled.
/// - Complexity: for each layer and kind O(n² d) for n samples of d > n features.
public func sweepAttribute(
    _ labels: ProbeLabels, on samples: LayeredSamples, layers: [Int]? = nil,
    options: ProbeOptions = ProbeOptions(),
    progress: (@Sendable (ProbeProgress) -> Void)? = nil
) throws -> [ProbeRow] {
    try sweepAttributes(
        [labels], on: samples, layers: layers, options: options, progress: progress
    ).flatMap { try $0.get() }
}

/// Sweeps several attributes at once, so that all threads have work until the end.
///
/// - Returns: for each of `labels`, in their order, its rows, or why its first layer that failed did.
/// - Throws: when an attribute cannot be split, and `CancellationError`.
func sweepAttributes(
    _ labels: [ProbeLabels], on samples: LayeredSamples, layers: [Int]?, options: ProbeOptions,
    progress: (@Sendable (ProbeProgress) -> Void)?
) throws -> [Result<[ProbeRow], any Error>] {
    let layers = layers ?? samples.layers
    let trials = try labels.map { try ProbeTrial($0, options: options) }
    let completed = Mutex(0)
    let total = trials.count * layers.count
    // Layer by layer: the attributes of one layer follow each other and find it in the cache.
    // It throws nothing of its own, but says so that the loop may stop in a cancelled task.
    let rows = try ConcurrentLoop.map(count: total, threads: options.threads) {
        (index) throws -> Result<[ProbeRow], any Error> in
        let (layer, trial) = (layers[index / trials.count], trials[index % trials.count])
        let rows = Result { try trial.rows(on: samples, layer: layer) }
        completed.withLock { done in
            done += 1
            progress?(
                ProbeProgress(
                    attribute: trial.labels.attribute, layer: layer, completed: done, total: total))
        }
        return rows
    }
    return trials.indices.map { trial in
        Result { try layers.indices.flatMap { try rows[$0 * trials.count + trial].get() } }
    }
}

/// One attribute with its split: everything about a sweep but the layer.
struct ProbeTrial: Sendable {
    let labels: ProbeLabels
    private let kinds: [ProbeKind]
    private let split: TrainTestSplit
    private let preprocessing: ProbePreprocessing
    private let maximumIterations: Int

    /// A trial on a split made elsewhere, or on the random one of the options.
    init(_ labels: ProbeLabels, options: ProbeOptions, split: TrainTestSplit? = nil) throws {
        self.labels = labels
        kinds = options.kinds ?? labels.task.defaultKinds
        preprocessing = options.preprocessing
        maximumIterations = options.maximumIterations
        for kind in kinds { try labels.requireSuitable(kind) }
        self.split = try split ?? Self.randomSplit(of: labels, options)
    }

    private static func randomSplit(
        of labels: ProbeLabels, _ options: ProbeOptions
    ) throws -> TrainTestSplit {
        do {
            return try labels.task.isClassification
                ? trainTestSplit(
                    stratifiedBy: labels.classes, testFraction: options.testFraction,
                    seed: options.seed)
                : trainTestSplit(
                    count: labels.targets.count, testFraction: options.testFraction,
                    seed: options.seed)
        } catch let error as AnalysisError where error.code == .invalidData {
            throw AnalysisError.cannotSplit(labels, underlying: error)
        }
    }

    /// A row for each kind on one layer.
    func rows(on samples: LayeredSamples, layer: Int) throws -> [ProbeRow] {
        let train = try samples.matrix(layer: layer, rows: split.train.map { labels.samples[$0] })
        let test = try samples.matrix(layer: layer, rows: split.test.map { labels.samples[$0] })
        let truth = split.test.map { labels.targets[$0] }
        return try kinds.map { kind in
            let probe = try FittedProbe(
                kind, features: train, targets: split.train.map { labels.targets[$0] },
                classCount: labels.classNames?.count, preprocessing: preprocessing,
                maximumIterations: maximumIterations)
            let predictions = probe.predictions(test, snappingTo: labels.observedRanks)
            return ProbeRow(
                labels, layer: layer, kind: kind, truth: truth, predictions: predictions,
                isConverged: probe.head.isConverged)
        }
    }
}

extension ProbeLabels {
    /// The ranks that occur, ascending; nil unless the task is ordinal.
    var observedRanks: [Double]? {
        task == .ordinal ? Set(targets).sorted() : nil
    }

    /// Refuses a kind that is not made for the task, and a task that has fewer than two classes or
    /// different numbers: what is always the same is foretold perfectly.
    func requireSuitable(_ kind: ProbeKind) throws {
        guard task.defaultKinds.contains(kind) else {
            throw AnalysisError.kindDoesNotSuit(kind, task: task)
        }
        guard task.isClassification, let classNames else {
            guard Set(targets).count >= 2 else {
                throw AnalysisError.constantNumbers(attribute: attribute, found: targets.first)
            }
            return
        }
        let present = Set(classes).sorted()
        guard present.count >= 2 else {
            throw AnalysisError.tooFewClasses(
                attribute: attribute, found: present.map { classNames[$0] })
        }
    }
}
