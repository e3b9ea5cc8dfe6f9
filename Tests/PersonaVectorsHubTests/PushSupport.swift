import Foundation
import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import Safetensors

/// The config that ``TestHub/push(_:to:_:)`` fills.
let pushedConfig = "org__model__answer_mean"

extension TestHub {
    /// A local store with personas of 2 × 3 values in some variants.
    func personas(
        _ folder: String = "personas", model: String = "org/model",
        variants: [PromptVariant] = PromptVariant.defaults, ids: [String] = ["p1", "p2", "p3"],
        offset: Float = 0, provenance: VectorProvenance? = nil
    ) throws -> PersonaVectorStore {
        let store = try PersonaVectorStore(
            modelName: model, rootDirectory: self.folder.appending(path: folder),
            durability: .processCrash)
        for variant in variants {
            try store.saveBatch(
                ids.enumerated().map { index, id in
                    PersonaVectorToSave(
                        personaID: id, personaName: "Persona \(id)",
                        vector: try PersonaVector(
                            floats: (0..<6).map { Float(index * 6 + $0) + offset }, layerCount: 2,
                            hiddenSize: 3),
                        sampleIDs: (0...index).map { "q\($0)" }, provenance: provenance)
                }, variant: variant)
        }
        return store
    }

    /// Pushes a store.
    func push(
        _ store: PersonaVectorStore, to repository: String,
        variants: [PromptVariant] = PromptVariant.defaults, client: HubClient? = nil,
        _ change: (inout PushOptions) -> Void = { _ in }
    ) async throws -> PushReport {
        var options = PushOptions()
        change(&options)
        return try await pushToHub(
            repository, modelName: store.modelName, rootDirectory: store.rootDirectory,
            variants: variants, options: options,
            client: try client ?? self.client(cache: "pusher"))
    }

    /// The card of a repository.
    func readme(_ repository: String, revision: String = "main") async throws -> String {
        let client = try client(cache: "reader-\(UUID().uuidString)")
        let url = try await client.download(
            HubFile("README.md", in: RepositoryID(repository), revision: revision))
        return try String(contentsOf: url, encoding: .utf8)
    }

    /// The pushed config as it is read.
    func pushed(
        _ repository: String, revision: String = "main", model: String = "org/model",
        _ change: (inout HubConfiguration) -> Void = { _ in }
    ) throws -> HFPersonaVectorStore {
        HFPersonaVectorStore(
            repository: try RepositoryID(repository), modelName: model, revision: revision,
            client: try client(cache: "reader-\(UUID().uuidString)", change))
    }
}

/// A commit of a text file.
func text(_ path: String, _ text: String) -> CommitOperation {
    .add(path: path, content: .bytes(Array(text.utf8)))
}
