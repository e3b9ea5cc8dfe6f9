public import Foundation
public import PersonaVectors
import TensorMath

/// Trains a probe for each of several attributes: sweeps the layers, fits the best one to all
/// personas, and saves it.
///
/// The baseline persona is never trained on. Attributes fail one by one: what cannot be probed is
/// in the report, the others are trained.
///
/// - Parameters:
///   - source: where the vectors are.
///   - table: the personas' attributes.
///   - options: what to train.
///   - root: the probe tree to save in, by default `artifacts/probes`; nil saves nothing.
///   - progress: called after each layer of the sweep, from any thread, one call at a time.
/// - Returns: the probes and the failures.
/// - Throws: ``AnalysisError`` with code `notFound` when no persona has both vectors and
///   attributes, `invalidArgument` when the list of layers is empty, and `invalidData` when a vector
///   is not finite; `CancellationError` when the task is cancelled, soon after the layer that each
///   thread is at; and what the source throws.
/// - Complexity: that of ``sweepAttribute(_:on:layers:options:progress:)`` for each attribute.
public func trainProbes(
    on source: some PersonaVectorSource, attributes table: AttributeTable,
    options: ProbeTrainingOptions = ProbeTrainingOptions(), savingIn root: URL? = nil,
    progress: (@Sendable (ProbeProgress) -> Void)? = nil
) async throws -> ProbeTrainingReport {
    guard options.layers != .only([]) else { throw AnalysisError.noLayersToProbe() }
    let listed = try await source.listPersonas(
        variants: [options.variant], includingBaseline: false)
    try table.requireRow(among: listed)
    let ids = listed.filter { table.contains($0) }
    let layerCount = try await source.listLayers(
        variants: [options.variant], personaIDs: ids
    ).count
    let samples = try await loadPersonaVectors(
        from: source, variant: options.variant, personaIDs: ids,
        layers: options.layers.indices(layerCount: layerCount))
    let training = ProbeTraining(
        modelName: source.modelName, maskStrategy: source.maskStrategy, table: table,
        personaIDs: ids, samples: samples, options: options, root: root)
    let (probes, failures) = try await training.run(progress: progress)
    return ProbeTrainingReport(
        personaIDs: ids, personaIDsWithoutAttributes: listed.filter { !table.contains($0) },
        probes: probes, failures: failures)
}

extension ProbeTrainingOptions.Layers {
    func indices(layerCount: Int) -> [Int] {
        switch self {
        case .quarters: pickLayers(layerCount: layerCount)
        case .all: Array(0..<layerCount)
        case .only(let layers):
            layers.indices.filter { !layers[..<$0].contains(layers[$0]) }.map { layers[$0] }
        }
    }
}

/// Everything that training needs once the vectors are in memory.
private struct ProbeTraining: Sendable {
    let modelName: String
    let maskStrategy: MaskStrategy
    let table: AttributeTable
    let personaIDs: [String]
    let samples: LayeredSamples
    let options: ProbeTrainingOptions
    let root: URL?

    /// Away from the caller's actor, which must not wait for seconds of arithmetic.
    @concurrent
    func run(
        progress: (@Sendable (ProbeProgress) -> Void)?
    ) async throws -> ([TrainedProbe], [ProbeTrainingReport.Failure]) {
        // A bad vector is no attribute's fault.
        _ = try samples.mapLayers(threads: options.probe.threads) { _, _ in }
        var failures: [ExactString: any Error] = [:]
        let labels = try options.attributes.compactMap { attribute -> ProbeLabels? in
            try attempt(attribute, &failures) { try trainableLabels(attribute) }
        }
        let rows = try sweepAttributes(
            labels, on: samples, layers: nil, options: options.probe, progress: progress)
        var probes: [TrainedProbe] = []
        for (labels, rows) in zip(labels, rows) {
            let probe = try attempt(labels.attribute, &failures) {
                try train(labels, rows: try rows.get())
            }
            if let probe { probes.append(probe) }
        }
        let ordered = options.attributes.compactMap { attribute in
            failures[ExactString(attribute)].map {
                ProbeTrainingReport.Failure(attribute: attribute, error: $0)
            }
        }
        return (probes, ordered)
    }

    /// What `body` returns, or nil with its error noted: one attribute must not stop the others, but
    /// a task that is cancelled stops all.
    private func attempt<Result>(
        _ attribute: String, _ failures: inout [ExactString: any Error],
        _ body: () throws -> Result
    ) throws -> Result? {
        do {
            return try body()
        } catch {
            try Task.checkCancellation()
            failures[ExactString(attribute)] = error
            return nil
        }
    }

    /// The labels of an attribute, once it is sure that they can be split and fitted.
    private func trainableLabels(_ attribute: String) throws -> ProbeLabels {
        let info = try table.info(for: attribute)
        let labels = try ProbeLabels(info, values: table.values(of: attribute, for: personaIDs))
            .droppingClasses(rarerThan: options.minimumClassCount)
        _ = try ProbeTrial(labels, options: options.probe)
        _ = try options.foldCount.map { try labels.folds(count: $0, seed: options.probe.seed) }
        return labels
    }

    private func train(_ labels: ProbeLabels, rows: [ProbeRow]) throws -> TrainedProbe {
        let metric = labels.task.primaryMetric
        guard rows.contains(where: { $0[metric]?.isFinite == true }) else {
            throw AnalysisError.nothingToChooseBy(metric, attribute: labels.attribute)
        }
        let best = try bestRow(in: rows, by: metric)
        let artifact = try fitProbeArtifact(labels, row: best)
        let (repeats, folds) = (try repeats(labels, best), try folds(labels, best))
        let shuffled = try shuffled(labels, best)
        return TrainedProbe(
            labels: labels, rows: rows, best: best, artifact: artifact,
            folder: try root.map { try saveProbeArtifact(artifact, in: $0) }, repeats: repeats,
            folds: folds, shuffled: shuffled)
    }

    private func repeats(_ labels: ProbeLabels, _ best: ProbeRow) throws -> ProbeRepeats? {
        guard options.repeatCount > 1 else { return nil }
        return try repeatProbe(
            labels, on: samples, layer: best.layer, kind: best.kind,
            repeatCount: options.repeatCount, options: options.probe)
    }

    private func folds(_ labels: ProbeLabels, _ best: ProbeRow) throws -> ProbeRepeats? {
        try options.foldCount.map { count in
            try crossValidateProbe(
                labels, on: samples, layer: best.layer, kind: best.kind, foldCount: count,
                options: options.probe)
        }
    }

    private func shuffled(_ labels: ProbeLabels, _ best: ProbeRow) throws -> ProbeRepeats? {
        guard options.shuffleCount > 0, labels.task.isClassification else { return nil }
        return try shuffleLabelBaseline(
            labels, on: samples, layer: best.layer, kind: best.kind,
            repeatCount: options.shuffleCount, options: options.probe)
    }

    private func fitProbeArtifact(_ labels: ProbeLabels, row: ProbeRow) throws -> ProbeArtifact {
        let provenance = options.provenance.map { known in
            var provenance = known
            provenance.seed = known.seed ?? options.probe.seed
            provenance.tool = known.tool ?? "persona-vectors-swift \(personaVectorsVersion)"
            return provenance
        }
        return try PersonaAnalysis.fitProbeArtifact(
            labels, on: samples, row: row, modelName: modelName, variant: options.variant,
            maskStrategy: maskStrategy, preprocessing: options.probe.preprocessing,
            provenance: provenance)
    }
}
