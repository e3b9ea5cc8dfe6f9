import PersonaVectors
import Safetensors

/// The results of one task: what is not stored yet.
struct TaskMeans: Sendable {
    let means: [MaskStrategy: MeanActivations]
    let strategies: [MaskStrategy]
    let details: [String: String]
}

extension ActivationExtractor {
    /// Computes what the stores lack of a task; nil when they lack nothing.
    func means(
        of task: ExtractionTask, _ outline: ((ExtractionTask) async throws -> SampleOutline)?,
        _ prepare: (ExtractionTask) async throws -> PersonaSamples, _ tracker: ProgressTracker
    ) async throws -> TaskMeans? {
        if let outline = try await outline?(task) {
            let details = details(outline.details)
            let missing = try missing(task, details, outline.sampleIDs(for:))
            guard !missing.isEmpty else { return nil }
        }
        let samples = try await prepare(task)
        let details = details(samples.details)
        let missing = try missing(task, details, samples.sampleIDs(for:))
        guard !missing.isEmpty else { return nil }
        tracker.start(task, sampleCount: samples.samples.count)
        let means = try await backend.meanActivations(of: samples, strategies: missing) { index in
            tracker.sampleDone(task, tokens: samples.samples[index].tokens.count)
        }
        return TaskMeans(means: means, strategies: missing, details: details)
    }

    /// The strategies whose stores do not have a vector of these samples.
    private func missing(
        _ task: ExtractionTask, _ details: [String: String],
        _ sampleIDs: (MaskStrategy) -> [String]
    ) throws -> [MaskStrategy] {
        guard !options.replacesStored else { return options.strategies }
        return try stores.filter { strategy, store in
            try !isStored(task, in: store, sampleIDs: sampleIDs(strategy), details: details)
        }.map(\.strategy)
    }

    func save(_ means: TaskMeans, _ task: ExtractionTask) throws {
        let provenance = VectorProvenance(
            modelID: backend.model.id, modelRevision: options.modelRevision,
            details: means.details)
        for (strategy, store) in stores {
            guard let mean = means.means[strategy] else { continue }
            try store.save(
                mean.vector, variant: task.variant, personaID: task.personaID,
                personaName: task.personaName, sampleIDs: mean.sampleIDs, provenance: provenance)
        }
    }

    /// Whether a vector of the same samples, prompts and model is there.
    private func isStored(
        _ task: ExtractionTask, in store: PersonaVectorStore, sampleIDs: [String],
        details: [String: String]
    ) throws -> Bool {
        let stored = try store.personaSampleIDs(task.variant, personaID: task.personaID)
        guard stored == sampleIDs, !sampleIDs.isEmpty else { return false }
        let vector: PersonaVector
        do {
            vector = try store.load(task.variant, personaID: task.personaID)
        } catch let error as ArtifactError where error.code == .notFound {
            return false
        }
        // A vector that says nothing of its origin, such as one of the original, is believed.
        guard let provenance = vector.provenance, !provenance.details.isEmpty else { return true }
        if let found = provenance.modelRevision, let wanted = options.modelRevision,
            found != wanted
        {
            return false
        }
        return details.allSatisfy { key, value in
            provenance.details[key].map { $0 == value } ?? true
        }
    }

    private func details(_ details: [String: String]) -> [String: String] {
        let model = backend.model
        return options.details.merging(details) { $1 }.merging([
            "engine": model.engine, "compute_dtype": model.computeDType.rawValue,
            "weight_dtype": model.weightDType.rawValue,
        ]) { $1 }
    }
}
