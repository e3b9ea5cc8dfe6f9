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
    /// The dtype of the weights: on disk, or as the worker holds them; U8 for quantised ones.
    public var weightDType: TensorDType
    /// The dtype in which products are computed: BF16 or F32 of the native engine, which computes
    /// everything else in F32; F32 of llama.cpp; of the worker torch's, in which it computes
    /// everything.
    public var computeDType: TensorDType
    /// The engine, for provenance: `native`, `llama.cpp`, `worker`; of a replay what was recorded.
    public var engine: String
    /// Further facts about how the engine computes, for provenance: `embedding_scale` of the native
    /// engine for Gemma, `gguf_file_type` of llama.cpp.
    public var details: [String: String]

    /// Facts about a model.
    public init(
        id: String, architecture: String, layerCount: Int, hiddenSize: Int, vocabularySize: Int,
        contextLength: Int, endTokens: [Int] = [], weightDType: TensorDType = .float32,
        computeDType: TensorDType = .float32, engine: String,
        details: [String: String] = [:]
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
        self.details = details
    }
}
