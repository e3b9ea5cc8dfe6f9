public import Safetensors

/// What a backend says of the model that it runs.
public struct ModelInfo: Hashable, Sendable {
    /// The model's id, as it becomes part of folder and config names.
    public var id: String
    /// The family as `config.json` calls it, for example `qwen2`.
    public var architecture: String
    /// The number of decoder blocks.
    public var layerCount: Int
    /// The features of a hidden state.
    public var hiddenSize: Int
    /// Token ids are below this.
    public var vocabularySize: Int
    /// The most tokens that the model was made for.
    public var contextLength: Int
    /// The ids that end a text.
    public var endTokens: [Int]
    /// The dtype of the weights on disk.
    public var weightDType: TensorDType
    /// The dtype in which products are computed, BF16 or F32; everything else is F32.
    public var computeDType: TensorDType
    /// The engine, for provenance: `native`, `worker`, `replay`.
    public var engine: String

    /// Facts about a model.
    public init(
        id: String, architecture: String, layerCount: Int, hiddenSize: Int, vocabularySize: Int,
        contextLength: Int, endTokens: [Int] = [], weightDType: TensorDType = .float32,
        computeDType: TensorDType = .float32, engine: String
    ) {
        self.id = id
        self.architecture = architecture
        self.layerCount = layerCount
        self.hiddenSize = hiddenSize
        self.vocabularySize = vocabularySize
        self.contextLength = contextLength
        self.endTokens = endTokens
        self.weightDType = weightDType
        self.computeDType = computeDType
        self.engine = engine
    }
}
