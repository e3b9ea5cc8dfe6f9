import Safetensors

/// Where a vector comes from: kept in the metadata of its own tensor file, which the original
/// ignores, so that the manifest can be rebuilt from the files and a reader can tell what a file is.
public struct VectorProvenance: Hashable, Sendable {
    /// The model's id as it was given; folder names cannot tell `a/b` from `a__b`.
    public var modelID: String?

    /// The commit or digest of the model's weights.
    public var modelRevision: String?

    /// What row `i` is.
    ///
    /// `block_output` is the format's own: the output of decoder block `i`, with no row for the
    /// embeddings.
    public var layerConvention: String?

    /// The program that wrote the vector.
    public var tool: String?

    /// When the vector was made, as ISO 8601; absent by default, so that the same input gives the
    /// same bytes.
    public var created: String?

    /// Further facts, such as digests of the tokenizer and the prompts, by a key of one's own.
    public var details: [String: String]

    /// The convention of the format: row `i` is the output of decoder block `i`.
    public static let blockOutput = "block_output"

    /// What is known of a vector's origin.
    public init(
        modelID: String? = nil, modelRevision: String? = nil,
        layerConvention: String? = blockOutput,
        tool: String? = nil, created: String? = nil, details: [String: String] = [:]
    ) {
        self.modelID = modelID
        self.modelRevision = modelRevision
        self.layerConvention = layerConvention
        self.tool = tool
        self.created = created
        self.details = details
    }
}

/// The keys of a tensor file's `__metadata__` that this package writes.
enum TensorMetadata {
    static let id = "persona_id"
    static let name = "persona_name"
    static let sampleIDs = "sample_ids"
    static let attribute = "attribute"
    static let entry = "entry"
    static let variant = "variant"
    static let maskStrategy = "mask_strategy"
    static let dtype = "dtype"
    static let digest = "sha256"
    static let modelID = "model_id"
    static let modelRevision = "model_revision"
    static let layerConvention = "layer_convention"
    static let tool = "tool"
    static let created = "created"

    static let known: Set<String> = [
        id, name, sampleIDs, attribute, entry, variant, maskStrategy, dtype, digest, modelID,
        modelRevision, layerConvention, tool, created,
    ]
}

extension VectorProvenance {
    /// What the metadata of a tensor file says; keys that are nobody's become ``details``.
    init(metadata: [String: String]) {
        self.init(
            modelID: metadata[TensorMetadata.modelID],
            modelRevision: metadata[TensorMetadata.modelRevision],
            layerConvention: metadata[TensorMetadata.layerConvention],
            tool: metadata[TensorMetadata.tool],
            created: metadata[TensorMetadata.created],
            details: metadata.filter { !TensorMetadata.known.contains($0.key) })
    }

    /// The facts as metadata.
    var metadata: [String: String] {
        var metadata = details
        metadata[TensorMetadata.modelID] = modelID
        metadata[TensorMetadata.modelRevision] = modelRevision
        metadata[TensorMetadata.layerConvention] = layerConvention
        metadata[TensorMetadata.tool] = tool
        metadata[TensorMetadata.created] = created
        return metadata
    }
}
