/// What a decoder model looks like, whichever version of transformers wrote its `config.json`.
struct DecoderConfig: Sendable, Equatable {
    /// The architectures that differ in what they compute.
    enum Family: String, CaseIterable, Sendable {
        case llama, mistral, qwen2, qwen3, gemma2
        case gemma3 = "gemma3_text"

        var isGemma: Bool { self == .gemma2 || self == .gemma3 }
        /// Whether queries and keys of each head are normalised.
        var hasHeadNorms: Bool { self == .qwen3 || self == .gemma3 }
    }

    enum Activation: Sendable {
        case silu, geluTanh
    }

    /// What differs from block to block.
    struct Layer: Sendable, Equatable {
        /// The positions that a token sees, itself included; nil for all before it.
        var window: Int?
        var rotary: RotaryEmbedding
    }

    var family: Family
    var hiddenSize: Int
    var intermediateSize: Int
    var headCount: Int
    var keyValueHeadCount: Int
    var headSize: Int
    var vocabularySize: Int
    var contextLength: Int
    var epsilon: Float
    var activation: Activation
    var layers: [Layer]
    var tiesEmbeddings: Bool
    /// Whether the query, key and value projections must have a bias.
    var needsAttentionBias: Bool
    /// What scores are multiplied by.
    var scoreScale: Float
    /// The bound of scores, and of logits; 0 means none.
    var scoreSoftcap: Float
    var logitSoftcap: Float
    var endTokens: [Int]

    var queryWidth: Int { headCount * headSize }
    var keyValueWidth: Int { keyValueHeadCount * headSize }
}
