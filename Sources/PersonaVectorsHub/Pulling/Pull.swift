import AlignedMemory
import HuggingFaceHub
import Parquet
public import PersonaVectors

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What is pulled, and how.
public struct PullOptions: Sendable {
    /// The variants; nil means the source's own, else every split.
    public var variants: [PromptVariant]?
    /// The personas; nil means all, the baseline included.
    public var personaIDs: [String]?
    /// The layers to keep, in this order; nil keeps all.
    public var layers: [Int]?
    /// What to do with personas that are there with other content.
    public var policy = ConflictPolicy.refuse
    /// Whether only the report is wanted; nothing is written then, though vectors are fetched to be
    /// compared.
    public var isDryRun = false
    /// Whether shards that are cached whole are compared with the SHA-256 that the Hub states, for
    /// vectors that are kept; it costs a reading of each.
    package var isCheckingCache = true
    /// Called after each batch with the personas that are done and their number in the variant.
    public var progress: (@Sendable (PromptVariant, _ done: Int, _ of: Int) -> Void)?

    /// Everything, refusing to overwrite.
    public init() {}
}

/// What a pull did to one variant.
public struct PulledVariant: Sendable, Hashable {
    /// The variant.
    public let variant: PromptVariant
    /// The personas that were not there before.
    public internal(set) var added: [String] = []
    /// The personas that had other content before.
    public internal(set) var replaced: [String] = []
    /// The personas that had the same content already.
    public internal(set) var unchanged: [String] = []

    init(variant: PromptVariant) {
        self.variant = variant
    }

    mutating func add(_ report: MergeReport) {
        added += report.added
        replaced += report.replaced
        unchanged += report.unchanged
    }
}

extension HFPersonaVectorStore {
    /// Personas whose vectors are in memory at once.
    private static let batchBytes = 128 << 20

    /// Saves vectors of this dataset in a local store of the same model and mask strategy.
    ///
    /// Whole shards are checked against the SHA-256 that the Hub states, those too that another
    /// program left in the shared cache: one with other bytes is removed there and fetched again.
    /// Parts of shards cannot be checked.
    /// Every tensor that is saved carries its own digest, and the repository and commit it is from.
    /// Personas with the same content are left alone, so a pull that was interrupted goes on where
    /// it ended.
    ///
    /// - Parameters:
    ///   - rootDirectory: the folder of the local store; made when it is missing.
    ///   - options: what is pulled.
    /// - Returns: a report for each variant.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `notFound` for a variant or persona that is not there,
    ///   `conflict` for one that is here with other content, `layerOutOfRange`, `invalidShape` for a
    ///   folder whose vectors have another shape; ``/HuggingFaceHub/HubError``, with code `corrupted`
    ///   for a cached shard with other bytes when offline.
    ///   Batches that were saved before stay.
    /// - Complexity: O(bytes asked for); 128 MiB of vectors are in memory at once.
    public func pull(
        to rootDirectory: URL, options: PullOptions = PullOptions()
    ) async throws -> [PulledVariant] {
        let target = try PersonaVectorStore(
            modelName: modelName, rootDirectory: rootDirectory, maskStrategy: maskStrategy)
        let variants =
            if let named = options.variants { named } else {
                try await availableVariants()
            }
        guard !variants.isEmpty else {
            throw ArtifactError.noVariantsToPull(configName, in: try await place())
        }
        if options.isCheckingCache { try await discardDamagedShards(of: variants) }
        // All that is asked for is known to be there before anything is written.
        var ids: [[String]] = []
        for variant in variants { ids.append(try await chosenIDs(variant, options)) }
        var reports: [PulledVariant] = []
        for (variant, ids) in zip(variants, ids) {
            reports.append(try await pull(variant, ids, to: target, options))
        }
        return reports
    }

    private func chosenIDs(
        _ variant: PromptVariant, _ options: PullOptions
    ) async throws -> [String] {
        let split = try await requiredSplit(variant)
        guard let asked = options.personaIDs else { return split.personaIDs }
        for id in asked where split.rows[ExactString(id)] == nil {
            throw ArtifactError.notListed(
                id, variant: variant, config: configName, in: try await place(),
                count: split.personaIDs.count)
        }
        return asked
    }

    private func pull(
        _ variant: PromptVariant, _ ids: [String], to target: PersonaVectorStore,
        _ options: PullOptions
    ) async throws -> PulledVariant {
        var report = PulledVariant(variant: variant)
        let shape = try await requiredSplit(variant).vectorShape()
        let rowBytes =
            (options.layers?.count ?? shape?.layerCount ?? 1) * (shape?.hiddenSize ?? 1) * 4
        let batchSize = max(1, Self.batchBytes / max(1, rowBytes))
        let provenance = VectorProvenance(
            modelID: modelName,
            details: [
                "hub_repository": repository.description, "hub_commit": try await commit.hex,
            ])
        for start in stride(from: 0, to: ids.count, by: batchSize) {
            try Task.checkCancellation()
            let batch = Array(ids[start..<min(ids.count, start + batchSize)])
            let vectors = try await self.vectors(variant, batch, options.layers, provenance)
            do {
                report.add(
                    try target.merge(
                        vectors, variant: variant, onConflict: options.policy,
                        isDryRun: options.isDryRun))
            } catch let error as ArtifactError {
                throw ArtifactError.pulling(error)
            }
            options.progress?(variant, start + batch.count, ids.count)
        }
        return report
    }

    private func vectors(
        _ variant: PromptVariant, _ ids: [String], _ layers: [Int]?, _ provenance: VectorProvenance
    ) async throws -> [PersonaVectorToSave] {
        let block = try await loadAll(variant, personaIDs: ids, layers: layers)
        let split = try await requiredSplit(variant)
        let samples = try await sampleLists(split, variant)
        var provenance = provenance
        if let layers {
            provenance.details["layers"] = layers.map(String.init).joined(separator: " ")
        }
        let size = block.layers.count * block.hiddenSize
        return try ids.enumerated().map { index, id in
            let exact = ExactString(id)
            return PersonaVectorToSave(
                personaID: id, personaName: split.name(of: exact) ?? "",
                vector: try PersonaVector(
                    floats: block.values[index * size..<(index + 1) * size],
                    layerCount: block.layers.count, hiddenSize: block.hiddenSize),
                sampleIDs: split.rows[exact].flatMap { samples[$0] } ?? [], provenance: provenance)
        }
    }
}
