package import PersonaVectors
import Safetensors

extension VectorProvenance {
    /// The origin of a vector that a model is run for.
    ///
    /// - Parameters:
    ///   - model: what the backend says of the model.
    ///   - revision: the commit or digest of its weights, if it is known.
    ///   - details: facts about the prompts.
    package init(model: ModelInfo, revision: String?, details: [String: String]) {
        let engine = model.details.merging([
            "engine": model.engine, "compute_dtype": model.computeDType.rawValue,
            "weight_dtype": model.weightDType.rawValue,
        ]) { $1 }
        self.init(
            modelID: model.id, modelRevision: revision, details: details.merging(engine) { $1 })
    }
}

extension PersonaVector {
    /// Words for readers of a dataset card: what they say of the prompts is in the prompts' digest.
    private static let describingKeys: Set = ["question_set", "qa_filter"]

    /// Whether a stored vector is of the same model, prompts and engine, as far as both say.
    ///
    /// One that says nothing of its origin, such as one of the original, is believed.
    package func isMade(as wanted: VectorProvenance) -> Bool {
        otherOrigin(than: wanted) == nil
    }

    /// What it was made with, where that differs, such as `template_date 2026-01-01`.
    ///
    /// - Parameter wanted: what it would be made with now.
    /// - Returns: one difference, if possible one that people can read; nil when there is none.
    func otherOrigin(than wanted: VectorProvenance) -> String? {
        guard let provenance, !provenance.details.isEmpty else { return nil }
        let differing = wanted.details.keys.filter { key in
            !Self.describingKeys.contains(key)
                && provenance.details[key].map { $0 != wanted.details[key] } ?? false
        }.sorted()
        if let key = differing.first(where: { !$0.hasSuffix("_digest") }) {
            return "\(key) \(provenance.details[key] ?? "")"
        }
        if let found = provenance.modelRevision, let revision = wanted.modelRevision,
            found != revision
        {
            return "model_revision \(found)"
        }
        return differing.first.map { "another \($0)" }
    }
}
