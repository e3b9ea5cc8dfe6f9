import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import Safetensors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The vectors that a command computes with: the local store's, or those of a dataset repository.
struct VectorSource {
    let vectors: any PersonaVectorSource
    /// The folder or repository, as provenance records it.
    let location: String
    /// The commit of a repository; ``revision(of:)`` knows one of a local store, too.
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
    /// What tells these vectors of a variant from others at the same place.
    ///
    /// - Returns: the commit of a repository; of a local store `sha256:` and the digest of the text that
    ///   `sha256sum` prints of the variant's tensor files, sorted by name.
    func revision(of variant: PromptVariant) throws -> String? {
        guard revision == nil, let store = vectors as? PersonaVectorStore else { return revision }
        let ids = try store.listPersonas(variants: [variant], includingBaseline: true)
        let lines = try ids.sortedByCodePoint().map { id -> String? in
            let file = try store.tensorFile(variant, personaID: id)
            guard let digest = try? SHA256Digest(ofFile: file.path) else { return nil }
            return "\(digest.hex)  \(file.lastPathComponent)\n"
        }
        // A file that cannot be read is reported where it is loaded, by persona.
        guard !lines.contains(nil) else { return nil }
        let text = lines.compactMap(\.self).joined()
        return "sha256:" + SHA256Digest(of: Array(text.utf8)).hex
    }

    /// Checks that a variant lists all of some personas.
    func requirePersonas(_ personaIDs: [String], in variant: PromptVariant) async throws {
        let ids = try await vectors.listPersonas(variants: [variant], includingBaseline: true)
        let known = Set(ids.map { ExactString($0) })
        for id in personaIDs where !known.contains(ExactString(id)) {
            let command =
                revision == nil
                ? "list --variant …"
                : "hub personas \(location) --variant \(variant.rawValue.printable)"
            throw CommandFailure.unknownPersona(
                id, place: "\(place), \(variant)", ids: ids, command: command)
        }
    }
}
