import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import Safetensors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A local copy of the part of a dataset repository that a command reads, gone with the value: what
/// works on stores then works on the Hub, and only that part is fetched.
///
/// A class because it removes its folder when it goes.
final class HubCopy {
    let store: PersonaVectorStore
    /// Where the copy is from, for people.
    let place: String
    private let folder: URL

    /// Pulls some variants, and of these some personas: a variant that lacks one of them is left
    /// out, unless all do.
    init(
        _ source: HFPersonaVectorStore, _ variants: [PromptVariant], personaIDs: [String]?
    ) async throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "persona-vectors-\(UUID().uuidString)")
        place = "\(source.repository)@\(try await source.commit.hex.prefix(7))"
        let held = try await Self.variants(variants, of: source, holding: personaIDs ?? [])
        store = try PersonaVectorStore(
            modelName: source.modelName, rootDirectory: folder, maskStrategy: source.maskStrategy,
            variants: held, durability: .processCrash)
        var options = PullOptions()
        options.variants = held
        options.personaIDs = personaIDs
        _ = try await source.pull(to: folder, options: options)
    }

    deinit {
        // What stays behind is in the folder for temporary files.
        try? FileManager.default.removeItem(at: folder)
    }

    private static func variants(
        _ variants: [PromptVariant], of source: HFPersonaVectorStore, holding ids: [String]
    ) async throws -> [PromptVariant] {
        guard !ids.isEmpty else { return variants }
        var held: [PromptVariant] = []
        for variant in variants {
            let there = try await source.listPersonas(variants: [variant], includingBaseline: true)
            let known = Set(there.map { ExactString($0) })
            if ids.allSatisfy({ known.contains(ExactString($0)) }) { held.append(variant) }
        }
        return held.isEmpty ? variants : held
    }
}

extension HubSourceOptions {
    /// The part of the repository that options choose, copied; nil when no repository is named.
    func copy(
        _ store: StoreOptions, _ variants: VariantOptions, personaIDs: [String]? = nil
    ) async throws -> HubCopy? {
        guard let repository = try repository(store) else { return nil }
        let source = try await repository.store()
        return try await HubCopy(
            source, try await source.resolve(variants), personaIDs: personaIDs)
    }
}
