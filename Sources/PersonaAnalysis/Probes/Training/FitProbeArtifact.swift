public import PersonaVectors
import TensorMath

/// Fits the probe of a sweep's row to all samples that have a target.
///
/// - Parameters:
///   - labels: what to learn, as the sweep was given it.
///   - samples: the vectors, as the sweep was given them.
///   - row: the layer and kind to fit; its metrics are recorded.
///   - modelName: the model whose vectors they are.
///   - variant: the variant.
///   - maskStrategy: the tokens that the vectors were averaged over.
///   - preprocessing: what is done to the features first.
///   - provenance: what to record of where the data came from.
/// - Returns: the probe, in single precision as it is saved.
/// - Throws: ``AnalysisError`` as ``sweepAttribute(_:on:layers:options:progress:)`` does.
/// - Complexity: that of one fit.
public func fitProbeArtifact(
    _ labels: ProbeLabels, on samples: LayeredSamples, row: ProbeRow, modelName: String,
    variant: PromptVariant, maskStrategy: MaskStrategy,
    preprocessing: ProbePreprocessing = ProbePreprocessing(), provenance: ProbeProvenance? = nil
) throws -> ProbeArtifact {
    try labels.requireSuitable(row.kind)
    let features = try samples.matrix(layer: row.layer).selectingRows(labels.samples)
    let probe = try FittedProbe(
        row.kind, features: features, targets: labels.targets,
        classCount: labels.classNames?.count, preprocessing: preprocessing)
    return ProbeArtifact(
        metadata: ProbeMetadata(
            modelName: modelName, variant: variant, maskStrategy: maskStrategy,
            attribute: labels.attribute, task: labels.task, kind: row.kind,
            preprocessing: preprocessing, layer: row.layer, inputDimension: samples.hiddenSize,
            featureDimension: probe.head.weight.columnCount, classNames: labels.classNames,
            metrics: row.json, provenance: provenance),
        weights: ProbeWeights(probe, task: labels.task))
}
