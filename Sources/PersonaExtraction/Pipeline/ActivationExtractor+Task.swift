import PersonaVectors
import Safetensors

/// The results of one task: what is not stored yet.
struct TaskMeans: Sendable {
    let means: [MaskStrategy: MeanActivations]
    let strategies: [MaskStrategy]
    let outline: SampleOutline
    let replaced: [ExtractionReport.Replacement]
}

/// What a store has of a task.
private enum Stored {
    case asWanted
    case nothing
    /// A vector made with something else.
    case otherwise(String)

    var isMissing: Bool {
        if case .asWanted = self { false } else { true }
    }
}

/// What a task's vector will be made of, and how its texts are got.
struct OpenedTask {
    /// nil when only the texts tell.
    let outline: SampleOutline?
    let samples: () async throws -> PersonaSamples
}

extension ActivationExtractor {
    /// Computes what the stores lack of a task; nil when they lack nothing.
    func means(
        of task: ExtractionTask, _ opened: OpenedTask, _ tracker: ProgressTracker
    ) async throws -> TaskMeans? {
        if let outline = opened.outline {
            let stored = try stored(task, outline, outline.sampleIDs(for:))
            guard stored.contains(where: \.stored.isMissing) else { return nil }
        }
        let samples = try await opened.samples()
        let outline = samples.outline
        let stored = try stored(task, outline, samples.sampleIDs(for:))
        let missing = stored.filter(\.stored.isMissing).map(\.strategy)
        guard !missing.isEmpty else { return nil }
        tracker.start(task, sampleCount: samples.samples.count)
        let means = try await backend.meanActivations(of: samples, strategies: missing) { index in
            tracker.sampleDone(task, tokens: samples.samples[index].tokens.count)
        }
        let replaced = stored.compactMap { strategy, stored in
            if case .otherwise(let origin) = stored {
                ExtractionReport.Replacement(task: task, strategy: strategy, origin: origin)
            } else {
                nil as ExtractionReport.Replacement?
            }
        }
        return TaskMeans(
            means: means, strategies: missing, outline: outline, replaced: replaced)
    }

    /// What the store of each strategy has of these samples; nothing where all is made anew.
    private func stored(
        _ task: ExtractionTask, _ outline: SampleOutline,
        _ sampleIDs: (MaskStrategy) -> [String]
    ) throws -> [(strategy: MaskStrategy, stored: Stored)] {
        try stores.map { strategy, store in
            if options.replacesStored { return (strategy, .nothing) }
            let wanted = provenance(outline.details(for: strategy))
            return (
                strategy,
                try stored(task, in: store, sampleIDs: sampleIDs(strategy), as: wanted)
            )
        }
    }

    func save(_ means: TaskMeans, _ task: ExtractionTask) throws {
        for (strategy, store) in stores {
            guard let mean = means.means[strategy] else { continue }
            let provenance = provenance(means.outline.details(for: strategy))
            try store.save(
                mean.vector, variant: task.variant, personaID: task.personaID,
                personaName: task.personaName, sampleIDs: mean.sampleIDs, provenance: provenance)
        }
    }

    /// Whether a vector of the same samples, prompts and model is there.
    private func stored(
        _ task: ExtractionTask, in store: PersonaVectorStore, sampleIDs: [String],
        as provenance: VectorProvenance
    ) throws -> Stored {
        guard !sampleIDs.isEmpty,
            let stored = try store.personaSampleIDs(task.variant, personaID: task.personaID)
        else { return .nothing }
        guard stored == sampleIDs else { return .otherwise("other questions") }
        do {
            let vector = try store.load(task.variant, personaID: task.personaID)
            return vector.otherOrigin(than: provenance).map(Stored.otherwise) ?? .asWanted
        } catch let error as ArtifactError where error.code == .notFound {
            return .nothing
        }
    }

    private func provenance(_ details: [String: String]) -> VectorProvenance {
        VectorProvenance(
            model: backend.model, revision: options.modelRevision,
            details: options.details.merging(details) { $1 })
    }
}
