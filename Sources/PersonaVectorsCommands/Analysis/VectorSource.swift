import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub

/// The vectors that a command computes with: the local store's, or those of a dataset repository.
struct VectorSource {
    let vectors: any PersonaVectorSource
    /// The folder or repository, as provenance records it.
    let location: String
    /// The commit of a repository.
    let revision: String?
    /// The source as messages name it.
    let place: String
}

extension HubSourceOptions {
    /// The source that is meant, which must have some variants.
    func source(
        _ store: StoreOptions, requiring variants: [PromptVariant]
    ) async throws -> VectorSource {
        guard let repository = try repository(store) else {
            let local = try store.existingStore()
            for variant in variants { try local.requireVariant(variant) }
            return VectorSource(
                vectors: local, location: store.folder, revision: nil, place: local.place)
        }
        let remote = try await repository.store()
        try await remote.requireVariants(variants)
        return VectorSource(
            vectors: remote, location: remote.repository.description,
            revision: try await remote.commit.hex, place: remote.place)
    }
}

extension VectorSource {
    /// Checks that a variant lists all of some personas.
    func requirePersonas(_ personaIDs: [String], in variant: PromptVariant) async throws {
        let ids = try await vectors.listPersonas(variants: [variant], includingBaseline: true)
        let known = Set(ids.map { ExactString($0) })
        for id in personaIDs where !known.contains(ExactString(id)) {
            throw CommandFailure.unknownPersona(id, place: "\(place), \(variant)", ids: ids)
        }
    }
}
