public import Safetensors
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The vectors of one model and one mask strategy in a folder on disk.
///
/// ```text
/// <rootDirectory>/<model_dir>/<mask_strategy>/<variant>/manifest.json
///                                                       <persona_id>.safetensors
/// ```
///
/// The Python original reads what this store writes and the other way round. Readers need no lock
/// and never meet half a file; writers of this package, in any number of threads and processes,
/// lose nothing of each other's. A writer that is killed at any moment leaves every save that had
/// returned.
///
/// A class because it remembers manifests between calls. It may be used from several threads.
public final class PersonaVectorStore: Sendable {
    /// The folder that holds one folder a model.
    public let rootDirectory: URL

    /// The model's id as it was given, for example `google/gemma-2-9b-it`.
    public let modelName: String

    /// The tokens that the vectors were averaged over.
    public let maskStrategy: MaskStrategy

    /// The variants that calls use when none are named.
    public let variants: [PromptVariant]

    /// How tensor files are read.
    public let access: FileAccess

    let durability: Durability
    private let warn: ArtifactWarning.Handler
    private let folders = Mutex<[PromptVariant: ItemFolder]>([:])
    private let recentLists = Mutex<[ListKey: PersonaList]>([:])

    /// A store; nothing is read or made yet.
    ///
    /// - Parameters:
    ///   - modelName: the model's id.
    ///   - rootDirectory: the folder that holds one folder a model; it need not exist.
    ///   - maskStrategy: the tokens that the vectors were averaged over.
    ///   - variants: the variants that calls use when none are named.
    ///   - access: mapped, or `pread` for network disks, where mapping is slow.
    ///   - durability: what a save that returned survives: a loss of power, or a killed process.
    ///   - warningHandler: receives warnings; by default they are dropped.
    /// - Throws: ``ArtifactError`` with code `invalidName` when the model or the mask strategy
    ///   cannot be a folder.
    public init(
        modelName: String, rootDirectory: URL, maskStrategy: MaskStrategy = .answerMean,
        variants: [PromptVariant] = PromptVariant.defaults, access: FileAccess = .mapped,
        durability: Durability = .full,
        warningHandler: @escaping ArtifactWarning.Handler = { _ in }
    ) throws {
        try ItemName.validate(modelDirectoryName(for: modelName), noun: "model")
        try ItemName.validate(maskStrategy.rawValue, noun: "mask strategy")
        self.modelName = modelName
        self.rootDirectory = rootDirectory
        self.maskStrategy = maskStrategy
        self.variants = variants
        self.access = access
        self.durability = durability
        warn = warningHandler
    }

    /// The folder of a variant.
    func folder(_ variant: PromptVariant) throws(ArtifactError) -> ItemFolder {
        try ItemName.validate(variant.rawValue, noun: "variant")
        return folders.withLock { folders in
            if let folder = folders[variant] { return folder }
            let folder = ItemFolder(
                kind: .personas, root: rootDirectory.path,
                relativePath: modelDirectoryName(for: modelName) + "/\(maskStrategy)/\(variant)")
            folders[variant] = folder
            return folder
        }
    }
}

/// A list made of the manifests of several variants.
private struct PersonaList: Sendable {
    /// The states of the manifests that the list was made of.
    let generations: [Int]
    let ids: [String]
    let skippedCount: Int
}

private struct ListKey: Hashable, Sendable {
    let variants: [PromptVariant]
    let includingBaseline: Bool
}

extension PersonaVectorStore {
    /// The ids that every one of `variants` has, sorted by code point.
    ///
    /// A variant without a manifest is not an error: the answer is empty then. When the variants
    /// differ, the warning handler hears how many personas were left out.
    ///
    /// - Parameters:
    ///   - variants: the variants; nil means the store's own.
    ///   - includingBaseline: whether `baseline_assistant` is listed too.
    /// - Returns: the ids, without duplicates.
    /// - Throws: ``ArtifactError`` with code `invalidManifest` when a manifest is there but cannot
    ///   be read.
    /// - Complexity: one `stat` a variant while no manifest changes, else one pass over each that
    ///   did.
    public func listPersonas(
        variants: [PromptVariant]? = nil, includingBaseline: Bool = false
    ) throws -> [String] {
        let list = try personaList(variants ?? self.variants, includingBaseline)
        if list.skippedCount > 0 { warn(.personasSkipped(list.skippedCount)) }
        return list.ids
    }

    private func personaList(
        _ variants: [PromptVariant], _ includingBaseline: Bool
    ) throws(ArtifactError) -> PersonaList {
        var snapshots: [ManifestSnapshot] = []
        var generations: [Int] = []
        for variant in variants {
            guard let current = try folder(variant).current() else {
                return PersonaList(generations: [], ids: [], skippedCount: 0)
            }
            snapshots.append(current.snapshot)
            generations.append(current.generation)
        }
        let key = ListKey(variants: variants, includingBaseline: includingBaseline)
        if let recent = recentLists.withLock({ $0[key] }), recent.generations == generations {
            return recent
        }
        let list = Self.personaList(snapshots, generations, includingBaseline)
        recentLists.withLock { $0[key] = list }
        return list
    }

    private static func personaList(
        _ snapshots: [ManifestSnapshot], _ generations: [Int], _ includingBaseline: Bool
    ) -> PersonaList {
        let lists = snapshots.map { $0.sortedIDs(includingBaseline: includingBaseline) }
        guard let first = lists.first else {
            return PersonaList(generations: generations, ids: [], skippedCount: 0)
        }
        let others = snapshots.dropFirst()
        let shared =
            others.isEmpty ? first : first.filter { id in others.allSatisfy { $0.contains(id) } }
        let isSame = lists.allSatisfy { $0.count == shared.count }
        let all = isSame ? [] : Set(lists.joined().map { ExactString($0) })
        return PersonaList(
            generations: generations, ids: shared,
            skippedCount: isSame ? 0 : all.count - shared.count)
    }

    /// The first non-empty name of each id over `variants` in order.
    ///
    /// An id without a name, or one that no variant has, is not an error: it is left out. A variant
    /// without a manifest is none either: then there are no names, as there are no personas.
    ///
    /// - Parameters:
    ///   - personaIDs: the ids.
    ///   - variants: the variants; nil means the store's own.
    /// - Returns: the names, in the order of the ids.
    /// - Throws: ``ArtifactError`` with code `invalidManifest`.
    /// - Complexity: one `stat` a variant; each name is decoded when it is asked for.
    public func personaNames(
        for personaIDs: [String], variants: [PromptVariant]? = nil
    ) throws -> PersonaNames {
        var snapshots: [ManifestSnapshot] = []
        for variant in variants ?? self.variants {
            guard let snapshot = try folder(variant).snapshot() else {
                return PersonaNames(for: []) { _ in nil }
            }
            snapshots.append(snapshot)
        }
        return PersonaNames(for: personaIDs) { [snapshots] id in
            let id = ExactString(id)
            for snapshot in snapshots {
                if let name = snapshot.manifest.name(of: id) { return name }
            }
            return nil
        }
    }

    /// The ids of the samples that a vector is the mean of.
    ///
    /// - Parameters:
    ///   - variant: the variant.
    ///   - personaID: the persona.
    /// - Returns: nil when the persona is not listed or its entry has no list of samples.
    /// - Throws: ``ArtifactError`` with code `invalidManifest`.
    public func personaSampleIDs(
        _ variant: PromptVariant, personaID: String
    ) throws -> [String]? {
        try folder(variant).snapshot()?.manifest.sampleIDs(of: ExactString(personaID))
    }

    /// Those of `candidates` that list at least one vector, in the candidates' order; the baseline
    /// counts.
    ///
    /// - Parameter candidates: nil means the store's own variants.
    /// - Returns: the variants found; empty when there are none.
    /// - Throws: ``ArtifactError`` with code `invalidManifest`.
    public func availableVariants(
        among candidates: [PromptVariant]? = nil
    ) throws -> [PromptVariant] {
        try (candidates ?? variants).filter { variant in
            guard let snapshot = try folder(variant).snapshot() else { return false }
            return !snapshot.manifest.entries.isEmpty
        }
    }

    /// The layer indices that all of `variants` have, as their manifests state them.
    ///
    /// A missing manifest, one without a usable `num_layers`, or an id that any variant lacks, is
    /// not an error: the answer is empty.
    ///
    /// - Parameters:
    ///   - variants: the variants; nil means the store's own.
    ///   - personaIDs: ids that every variant must have; nil asks for none.
    /// - Returns: the indices from 0.
    /// - Throws: ``ArtifactError`` with code `invalidManifest`.
    public func listLayers(
        variants: [PromptVariant]? = nil, personaIDs: [String]? = nil
    ) throws -> Range<Int> {
        let ids = (personaIDs ?? []).map { ExactString($0) }
        var count: Int?
        for variant in variants ?? self.variants {
            guard let manifest = try folder(variant).snapshot()?.manifest,
                ids.allSatisfy({ manifest.contains($0) }), let layers = manifest.layerCount
            else { return 0..<0 }
            count = min(count ?? layers, layers)
        }
        return 0..<(count ?? 0)
    }
}

extension PersonaVectorStore: PersonaVectorSource {
    /// The vector of one persona, in the dtype it is stored in.
    ///
    /// - Parameters:
    ///   - variant: the variant.
    ///   - personaID: the persona.
    /// - Returns: the vector; a view of the file until values are asked for.
    /// - Throws: ``ArtifactError`` with code `notFound` when the manifest does not list the
    ///   persona, or its file or tensor is missing, `invalidShape` when the tensor is not
    ///   two-dimensional, `invalidTensorFile`, `invalidManifest`.
    public func load(_ variant: PromptVariant, personaID: String) throws -> PersonaVector {
        try folder(variant).load(personaID, access: access)
    }

    /// The file that a persona's vector is in, or would be saved to.
    ///
    /// - Parameters:
    ///   - variant: the variant.
    ///   - personaID: the persona.
    /// - Returns: the file's place; whether anything is there is not checked.
    /// - Throws: ``ArtifactError`` with code `invalidName` when the id cannot be a file name.
    public func tensorFile(_ variant: PromptVariant, personaID: String) throws -> URL {
        try ItemName.validate(personaID, noun: "persona id")
        return URL(filePath: try folder(variant).tensorPath(personaID))
    }

    /// The vectors of several personas as one block of `Float`, in the order of the ids.
    ///
    /// Files are read straight into the block, by as many threads as there are cores.
    ///
    /// - Parameters:
    ///   - variant: the variant.
    ///   - personaIDs: the ids; one that comes twice is loaded twice.
    ///   - layers: the layers to keep, in this order; nil keeps all. Only their bytes are read.
    /// - Returns: the block; its rows follow `personaIDs`.
    /// - Throws: ``ArtifactError`` as ``load(_:personaID:)`` does, also with code `invalidShape`
    ///   when the vectors differ in shape, `layerOutOfRange`, `notFound` when there are no ids.
    /// - Complexity: O(bytes asked for); the values are in memory once.
    public func loadAll(
        _ variant: PromptVariant, personaIDs: [String], layers: [Int]? = nil
    ) throws -> PersonaVectorBlock {
        try folder(variant).loadAll(personaIDs, layers: layers)
    }
}
