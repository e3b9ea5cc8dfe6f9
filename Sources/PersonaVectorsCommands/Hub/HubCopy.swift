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
    /// What is copied of a variant: some personas, or with nil all.
    struct Part {
        let variant: PromptVariant
        let personaIDs: [String]?
    }

    /// What the copied vectors of a variant are rows of.
    struct Original {
        /// Where the vectors are from, for people.
        let place: String
        /// The layers that were copied; nil means all.
        let layers: [Int]?
        let layerCount: Int
    }

    let store: PersonaVectorStore
    private let source: HFPersonaVectorStore
    private let place: String
    private let layers: [Int]?
    private let folder: URL

    /// Pulls some variants, and of these some personas and layers.
    init(_ source: HFPersonaVectorStore, _ parts: [Part], layers: [Int]?) async throws {
        self.source = source
        self.layers = layers
        folder = FileManager.default.temporaryDirectory
            .appending(path: "persona-vectors-\(UUID().uuidString)")
        place = "\(source.repository)@\(try await source.commit.hex.prefix(7))"
        store = try PersonaVectorStore(
            modelName: source.modelName, rootDirectory: folder, maskStrategy: source.maskStrategy,
            variants: parts.map(\.variant), durability: .processCrash)
        for part in parts {
            var options = PullOptions()
            options.variants = [part.variant]
            options.personaIDs = part.personaIDs
            options.layers = layers
            // For a few rows, whole files are not read.
            options.isCheckingCache = part.personaIDs == nil
            _ = try await source.pull(to: folder, options: options)
        }
    }

    deinit {
        // What stays behind is in the folder for temporary files.
        try? FileManager.default.removeItem(at: folder)
    }

    /// What a variant of the copy is of.
    func original(_ variant: PromptVariant) async throws -> Original {
        Original(
            place: "\(place), \(variant)", layers: layers,
            layerCount: try await source.listLayers(variants: [variant]).count)
    }

    /// The variants that have some personas, or all of them when none has.
    fileprivate static func variants(
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

extension HubNamingOptions {
    /// The part of the repository that options choose, copied; nil when no repository is named.
    ///
    /// A variant that lacks one of the personas is left out, unless all do.
    func copy(
        _ store: StoreOptions, _ variants: VariantOptions, personaIDs: [String]? = nil,
        layers: [Int]? = nil
    ) async throws -> HubCopy? {
        guard let repository = try repository(store) else { return nil }
        let source = try await repository.store()
        let held = try await HubCopy.variants(
            try await source.resolve(variants), of: source, holding: personaIDs ?? [])
        return try await HubCopy(
            source, held.map { HubCopy.Part(variant: $0, personaIDs: personaIDs) }, layers: layers)
    }

    /// Two personas, copied, each of its own variant when two are named; nil when no repository is.
    func copy(
        _ store: StoreOptions, _ variants: VariantOptions, comparing ids: (String, String)
    ) async throws -> HubCopy? {
        let named = variants.named
        guard named.count == 2 else {
            let both = ExactString(ids.0) == ExactString(ids.1) ? [ids.0] : [ids.0, ids.1]
            return try await copy(store, variants, personaIDs: both)
        }
        guard let repository = try repository(store) else { return nil }
        let source = try await repository.store()
        try await source.requireVariants(named)
        let parts = [
            HubCopy.Part(variant: named[0], personaIDs: [ids.0]),
            HubCopy.Part(variant: named[1], personaIDs: [ids.1]),
        ]
        return try await HubCopy(source, parts, layers: nil)
    }
}
