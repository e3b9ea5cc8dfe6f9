public import PersonaVectors

/// Loads variants over the same personas in the same order.
///
/// - Parameters:
///   - source: a local store or a Hub dataset.
///   - variants: at least one; nil means the two of the original.
///   - personaIDs: the personas, in this order; nil or none means all that every variant has.
///   - layers: the layers to keep, in this order; nil keeps all. Only their bytes are read.
///   - includingBaseline: whether `baseline_assistant` is among all.
/// - Returns: the bundle. A persona without a name has its id for one.
/// - Throws: `ArtifactError` with code `invalidArgument` when no variant is named, `notFound` when
///   there are no personas or one is missing from a variant, and what the source throws.
/// - Complexity: O(bytes asked for); the values are in memory once.
public func loadAnalysisDataset(
    from source: some PersonaVectorSource, variants: [PromptVariant]? = nil,
    personaIDs: [String]? = nil, layers: [Int]? = nil, includingBaseline: Bool = false
) async throws -> AnalysisDataset {
    let variants = variants ?? PromptVariant.defaults
    let ids = try await sharedPersonaIDs(
        in: source, variants: variants, personaIDs: personaIDs, includingBaseline)
    let names = try await source.personaNames(for: ids, variants: variants)
    var samples: [PromptVariant: LayeredSamples] = [:]
    for variant in variants where samples[variant] == nil {
        samples[variant] = try await loadSamples(source, variant, ids, layers)
    }
    let loaded = samples[variants[0]]?.layers ?? []
    return AnalysisDataset(
        modelName: source.modelName, maskStrategy: source.maskStrategy, variants: variants,
        personaIDs: ids, personaNames: ids.map { names[$0] ?? $0 },
        layers: try await layersOfAll(source, variants, ids, loaded, selection: layers),
        samplesByVariant: samples)
}

/// Loads one variant.
///
/// - Parameters:
///   - source: a local store or a Hub dataset.
///   - variant: the variant.
///   - personaIDs: the personas, in this order and as often as they come; nil means all.
///   - layers: the layers to keep, in this order; nil keeps all.
///   - includingBaseline: whether `baseline_assistant` is among all.
/// - Returns: the samples.
/// - Throws: `ArtifactError` with code `notFound` when there are no personas, also when
///   `personaIDs` is empty, and what the source throws.
/// - Complexity: O(bytes asked for); the values are in memory once.
public func loadPersonaVectors(
    from source: some PersonaVectorSource, variant: PromptVariant, personaIDs: [String]? = nil,
    layers: [Int]? = nil, includingBaseline: Bool = false
) async throws -> LayeredSamples {
    let samples = try await loadVariantVectors(
        from: source, variants: [variant], personaIDs: personaIDs, layers: layers,
        includingBaseline: includingBaseline)
    return samples[0]
}

/// Loads several variants over the same personas in the same order.
///
/// - Parameters:
///   - source: a local store or a Hub dataset.
///   - variants: at least one.
///   - personaIDs: the personas, in this order; nil means all that every variant has.
///   - layers: the layers to keep, in this order; nil keeps all.
///   - includingBaseline: whether `baseline_assistant` is among all.
/// - Returns: the samples of each variant, in the order of the variants.
/// - Throws: as ``loadPersonaVectors(from:variant:personaIDs:layers:includingBaseline:)``, and
///   `ArtifactError` with code `invalidArgument` when no variant is named.
/// - Complexity: O(bytes asked for); the values are in memory once.
public func loadVariantVectors(
    from source: some PersonaVectorSource, variants: [PromptVariant], personaIDs: [String]? = nil,
    layers: [Int]? = nil, includingBaseline: Bool = false
) async throws -> [LayeredSamples] {
    guard personaIDs?.isEmpty != true else {
        throw ArtifactError.noPersonas(modelName: source.modelName, variants: variants)
    }
    let ids = try await sharedPersonaIDs(
        in: source, variants: variants, personaIDs: personaIDs, includingBaseline)
    var samples: [LayeredSamples] = []
    for variant in variants {
        samples.append(try await loadSamples(source, variant, ids, layers))
    }
    return samples
}

private func sharedPersonaIDs(
    in source: some PersonaVectorSource, variants: [PromptVariant], personaIDs: [String]?,
    _ includingBaseline: Bool
) async throws -> [String] {
    guard !variants.isEmpty else { throw ArtifactError.noVariants() }
    if let personaIDs, !personaIDs.isEmpty { return personaIDs }
    let ids = try await source.listPersonas(
        variants: variants, includingBaseline: includingBaseline)
    guard !ids.isEmpty else {
        throw ArtifactError.noPersonas(modelName: source.modelName, variants: variants)
    }
    return ids
}

private func loadSamples(
    _ source: some PersonaVectorSource, _ variant: PromptVariant, _ ids: [String], _ layers: [Int]?
) async throws -> LayeredSamples {
    let block = try await source.loadAll(variant, personaIDs: ids, layers: layers)
    let names = try await source.personaNames(for: ids, variants: [variant])
    let labels = ids.map { names[$0] ?? $0 }
    return LayeredSamples(
        block: block, labels: labels,
        hoverText: zip(ids, labels).map { "Persona: \($1)<br>ID: \($0)" }, ids: ids)
}

/// The layers that every variant has; those selected, when there is a selection.
private func layersOfAll(
    _ source: some PersonaVectorSource, _ variants: [PromptVariant], _ ids: [String],
    _ loaded: [Int], selection: [Int]?
) async throws -> [Int] {
    if selection != nil { return loaded }
    return Array(try await source.listLayers(variants: variants, personaIDs: ids))
}
