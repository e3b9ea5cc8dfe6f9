import PersonaVectors
import Safetensors

/// The results of one task: what is not stored yet.
struct TaskMeans: Sendable {
    let means: [MaskStrategy: MeanActivations]
    let strategies: [MaskStrategy]
    let outline: SampleOutline
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
            let missing = try missing(task, outline, outline.sampleIDs(for:))
            guard !missing.isEmpty else { return nil }
        }
        let samples = try await opened.samples()
        let outline = samples.outline
        let missing = try missing(task, outline, samples.sampleIDs(for:))
        guard !missing.isEmpty else { return nil }
        tracker.start(task, sampleCount: samples.samples.count)
        let means = try await backend.meanActivations(of: samples, strategies: missing) { index in
            tracker.sampleDone(task, tokens: samples.samples[index].tokens.count)
        }
        return TaskMeans(means: means, strategies: missing, outline: outline)
    }

    /// The strategies whose stores do not have a vector of these samples.
    private func missing(
        _ task: ExtractionTask, _ outline: SampleOutline,
        _ sampleIDs: (MaskStrategy) -> [String]
    ) throws -> [MaskStrategy] {
        guard !options.replacesStored else { return options.strategies }
        return try stores.filter { strategy, store in
            try !isStored(
                task, in: store, sampleIDs: sampleIDs(strategy),
                as: provenance(outline.details(for: strategy)))
        }.map(\.strategy)
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
    private func isStored(
        _ task: ExtractionTask, in store: PersonaVectorStore, sampleIDs: [String],
        as provenance: VectorProvenance
    ) throws -> Bool {
        let stored = try store.personaSampleIDs(task.variant, personaID: task.personaID)
        guard stored == sampleIDs, !sampleIDs.isEmpty else { return false }
        let vector: PersonaVector
        do {
            vector = try store.load(task.variant, personaID: task.personaID)
        } catch let error as ArtifactError where error.code == .notFound {
            return false
        }
        return vector.isMade(as: provenance)
    }

    private func provenance(_ details: [String: String]) -> VectorProvenance {
        VectorProvenance(
            model: backend.model, revision: options.modelRevision,
            details: options.details.merging(details) { $1 })
    }
}
