public import Safetensors
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Trait vectors, one an attribute: the mean difference between two values of it.
///
/// The layout is that of ``PersonaVectorStore``, with `"attributes"` for `"personas"` in the
/// manifest, whose entries are free-form. What that store promises of readers, writers and crashes
/// holds here too.
public final class TraitVectorStore: Sendable {
    /// The folder that holds one folder a model, by default `artifacts/trait_vectors`.
    public let rootDirectory: URL

    /// The model's id as it was given.
    public let modelName: String

    /// The tokens that the vectors were averaged over.
    public let maskStrategy: MaskStrategy

    private let access: FileAccess
    private let durability: Durability
    private let folders = Mutex<[PromptVariant: ItemFolder]>([:])

    /// A store; nothing is read or made yet.
    ///
    /// - Parameters:
    ///   - modelName: the model's id.
    ///   - rootDirectory: the folder that holds one folder a model; it need not exist.
    ///   - maskStrategy: the tokens that the vectors were averaged over.
    ///   - access: how tensor files are read.
    ///   - durability: what a save that returned survives.
    /// - Throws: ``ArtifactError`` with code `invalidName` when the model or the mask strategy
    ///   cannot be a folder.
    public init(
        modelName: String, rootDirectory: URL, maskStrategy: MaskStrategy = .answerMean,
        access: FileAccess = .mapped, durability: Durability = .full
    ) throws {
        try ItemName.validate(modelDirectoryName(for: modelName), noun: "model")
        try ItemName.validate(maskStrategy.rawValue, noun: "mask strategy")
        self.modelName = modelName
        self.rootDirectory = rootDirectory
        self.maskStrategy = maskStrategy
        self.access = access
        self.durability = durability
    }

    private func folder(_ variant: PromptVariant) throws(ArtifactError) -> ItemFolder {
        try ItemName.validate(variant.rawValue, noun: "variant")
        return folders.withLock { folders in
            if let folder = folders[variant] { return folder }
            let folder = ItemFolder(
                kind: .attributes, root: rootDirectory.path,
                relativePath: modelDirectoryName(for: modelName) + "/\(maskStrategy)/\(variant)")
            folders[variant] = folder
            return folder
        }
    }

    /// Saves an attribute's vector; one that is there already is replaced in place.
    ///
    /// - Parameters:
    ///   - meanDelta: `layerCount` × `hiddenSize` values.
    ///   - attribute: the attribute, which becomes a file name.
    ///   - variant: the variant.
    ///   - entry: what the manifest says of it, for example `value_from` and `auc_by_layer`.
    ///   - provenance: where the vector comes from; nil means what it says itself.
    /// - Throws: ``ArtifactError`` with code `invalidName`, `invalidShape`, `invalidManifest` or
    ///   `ioFailed`; the store is as before then.
    public func save(
        _ meanDelta: PersonaVector, attribute: String, variant: PromptVariant = .templated,
        entry: JSONObject, provenance: VectorProvenance? = nil
    ) throws {
        try ItemName.validate(attribute, noun: "attribute")
        let text = JSONWriter.encode(.object(entry), layout: .singleLine)
        var provenance = provenance ?? meanDelta.provenance ?? VectorProvenance()
        provenance.modelID = provenance.modelID ?? modelName
        provenance.tool = provenance.tool ?? "persona-vectors-swift \(personaVectorsVersion)"
        var metadata = provenance.metadata
        metadata[TensorMetadata.attribute] = attribute
        metadata[TensorMetadata.entry] = String(decoding: text, as: UTF8.self)
        metadata[TensorMetadata.variant] = variant.rawValue
        metadata[TensorMetadata.maskStrategy] = maskStrategy.rawValue
        let item = ItemToSave(
            id: attribute, vector: meanDelta, entry: .object(entry), metadata: metadata)
        try folder(variant).save([item], durability: durability)
    }

    /// The vector of an attribute.
    ///
    /// - Parameters:
    ///   - attribute: the attribute.
    ///   - variant: the variant.
    /// - Returns: the vector; a view of the file until values are asked for.
    /// - Throws: ``ArtifactError`` with code `notFound`, `invalidShape`, `invalidTensorFile` or
    ///   `invalidManifest`.
    public func load(
        _ attribute: String, variant: PromptVariant = .templated
    ) throws -> PersonaVector {
        try folder(variant).load(attribute, access: access)
    }

    /// What the manifest says of an attribute.
    ///
    /// - Parameters:
    ///   - attribute: the attribute.
    ///   - variant: the variant.
    /// - Returns: the members of its entry, in order.
    /// - Throws: ``ArtifactError`` with code `notFound` or `invalidManifest`.
    public func metadata(
        for attribute: String, variant: PromptVariant = .templated
    ) throws -> JSONObject {
        let folder = try folder(variant)
        guard let snapshot = try folder.snapshot(),
            let value = snapshot.manifest.value(of: ExactString(attribute))
        else { throw try folder.notListed(attribute) }
        return value.objectValue ?? JSONObject()
    }

    /// The attributes of a variant, sorted by code point; empty when it has no manifest.
    ///
    /// - Throws: ``ArtifactError`` with code `invalidManifest`.
    public func listAttributes(variant: PromptVariant = .templated) throws -> [String] {
        try folder(variant).snapshot()?.sortedIDs(includingBaseline: true) ?? []
    }

    /// The layer indices of a variant, as its manifest states them; empty when it has none.
    ///
    /// - Throws: ``ArtifactError`` with code `invalidManifest`.
    public func listLayers(variant: PromptVariant = .templated) throws -> Range<Int> {
        0..<(try folder(variant).snapshot()?.manifest.layerCount ?? 0)
    }

    /// Removes attributes: their entries first, then their files.
    ///
    /// - Parameters:
    ///   - attributes: the attributes, all of which must be listed.
    ///   - variant: the variant.
    /// - Throws: ``ArtifactError`` with code `notFound`; nothing is removed then.
    public func remove(_ attributes: [String], variant: PromptVariant = .templated) throws {
        try folder(variant).remove(attributes, durability: durability)
    }
}
