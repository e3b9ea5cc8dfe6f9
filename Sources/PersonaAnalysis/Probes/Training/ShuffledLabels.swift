import TensorMath

/// What a probe scores when the labels mean nothing: its score on shuffled labels.
///
/// Each repeat shuffles all targets, splits them anew and fits. The shuffles are those of NumPy's
/// `default_rng(seed)`, repeat i is split with the seed `options.seed + i`.
///
/// - Parameters:
///   - labels: what the probe was to learn; not numeric.
///   - samples: the vectors.
///   - layer: the layer to probe.
///   - kind: the kind to fit.
///   - repeatCount: how many shuffles; at least one, or the call traps.
///   - options: how to fit and measure; the kinds are not used.
/// - Returns: the balanced accuracies; their standard deviation is the population's.
/// - Throws: ``AnalysisError`` as ``sweepAttribute(_:on:layers:options:progress:)`` does, and with
///   code `invalidArgument` for a numeric task.
/// - Complexity: that of `repeatCount` fits, shared between threads.
public func shuffleLabelBaseline(
    _ labels: ProbeLabels, on samples: LayeredSamples, layer: Int, kind: ProbeKind,
    repeatCount: Int = 3, options: ProbeOptions = ProbeOptions()
) throws -> ProbeRepeats {
    precondition(repeatCount > 0, "there must be at least one repeat")
    guard labels.task.isClassification else {
        throw AnalysisError.shuffleNeedsClasses(attribute: labels.attribute)
    }
    var generator = PCG64(seed: options.seed)
    let shuffled = (0..<repeatCount).map { _ in
        labels.replacingTargets(generator.permutation(of: labels.targets))
    }
    return try measure(
        .balancedAccuracy, of: kind, on: samples, layer: layer, options: options, labels: shuffled)
}
