import TensorMath

/// A probe's score on several random splits, with the seeds `options.seed`, `options.seed + 1`, ….
///
/// - Parameters:
///   - labels: what the probe learns.
///   - samples: the vectors.
///   - layer: the layer to probe.
///   - kind: the kind to fit.
///   - repeatCount: how many splits; at least one, or the call traps.
///   - options: how to fit and measure; the kinds are not used.
/// - Returns: the values of the task's primary metric.
/// - Throws: ``AnalysisError`` as ``sweepAttribute(_:on:layers:options:progress:)`` does.
/// - Complexity: that of `repeatCount` fits, shared between threads.
public func repeatProbe(
    _ labels: ProbeLabels, on samples: LayeredSamples, layer: Int, kind: ProbeKind,
    repeatCount: Int, options: ProbeOptions = ProbeOptions()
) throws -> ProbeRepeats {
    precondition(repeatCount > 0, "there must be at least one repeat")
    return try measure(
        labels.task.primaryMetric, of: kind, on: samples, layer: layer, options: options,
        labels: Array(repeating: labels, count: repeatCount))
}

/// A probe's score on each of several folds, trained on the others.
///
/// The folds are those of scikit-learn's `StratifiedKFold`, for a numeric task `KFold`, shuffled
/// with `options.seed`. A layer and kind that were chosen for their score on the same samples score
/// a little too high here; the interval does not know of that choice.
///
/// - Parameters:
///   - labels: what the probe learns.
///   - samples: the vectors.
///   - layer: the layer to probe.
///   - kind: the kind to fit.
///   - foldCount: the number of folds.
///   - options: how to fit; the kinds and the test fraction are not used.
/// - Returns: the values of the task's primary metric, in the order of the folds.
/// - Throws: ``AnalysisError`` as ``sweepAttribute(_:on:layers:options:progress:)`` does, and when
///   the samples cannot be folded (``kFoldSplits(stratifiedBy:foldCount:seed:)``).
/// - Complexity: that of `foldCount` fits, shared between threads.
public func crossValidateProbe(
    _ labels: ProbeLabels, on samples: LayeredSamples, layer: Int, kind: ProbeKind,
    foldCount: Int, options: ProbeOptions = ProbeOptions()
) throws -> ProbeRepeats {
    var options = options
    options.kinds = [kind]
    let trials = try labels.folds(count: foldCount, seed: options.seed).map { [options] split in
        try ProbeTrial(labels, options: options, split: split)
    }
    return try measure(
        labels.task.primaryMetric, of: trials, on: samples, layer: layer, threads: options.threads,
        testFraction: 1 / Double(foldCount))
}

extension ProbeLabels {
    /// The samples in folds, by class where there are classes.
    func folds(count: Int, seed: UInt32) throws -> [TrainTestSplit] {
        if count >= 2, targets.count < count {
            throw AnalysisError.cannotFold(self, foldCount: count)
        }
        return task.isClassification
            ? try kFoldSplits(stratifiedBy: classes, foldCount: count, seed: seed)
            : try kFoldSplits(count: targets.count, foldCount: count, seed: seed)
    }
}

/// Measures one kind on the random split of each of `labels`, with the seeds that follow
/// `options.seed`.
func measure(
    _ metric: ProbeMetric, of kind: ProbeKind, on samples: LayeredSamples, layer: Int,
    options: ProbeOptions, labels: [ProbeLabels]
) throws -> ProbeRepeats {
    let trials = try labels.enumerated().map { index, labels in
        var options = options
        options.kinds = [kind]
        options.seed &+= UInt32(index)
        return try ProbeTrial(labels, options: options)
    }
    return try measure(
        metric, of: trials, on: samples, layer: layer, threads: options.threads,
        testFraction: options.testFraction)
}

private func measure(
    _ metric: ProbeMetric, of trials: [ProbeTrial], on samples: LayeredSamples, layer: Int,
    threads: Int?, testFraction: Double
) throws -> ProbeRepeats {
    let values = try ConcurrentLoop.map(count: trials.count, threads: threads) { index in
        try trials[index].rows(on: samples, layer: layer).first?[metric] ?? .nan
    }
    return ProbeRepeats(metric: metric, values: values, testFraction: testFraction)
}
