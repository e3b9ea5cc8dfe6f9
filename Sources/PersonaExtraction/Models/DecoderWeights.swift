/// A matrix and what is added to its products.
struct Projection: Sendable {
    let weights: WeightMatrix
    let bias: FloatBuffer?
}

/// The weights of one block.
struct LayerWeights: Sendable {
    let query, key, value, output: Projection
    let gate, up, down: Projection
    /// Before attention, and before the feed-forward part.
    let attentionNorm, feedForwardNorm: FloatBuffer
    /// What Gemma applies to the results of the two parts before it adds them.
    let attentionPostNorm, feedForwardPostNorm: FloatBuffer?
    /// Over each head of queries and of keys.
    let queryNorm, keyNorm: FloatBuffer?
}

/// All weights of a model.
struct DecoderWeights: Sendable {
    let embeddings: WeightMatrix
    let layers: [LayerWeights]
    let finalNorm: FloatBuffer
    /// What turns a hidden state into logits; the embeddings where they are tied.
    let head: WeightMatrix

    /// Finds every tensor and checks its shape and dtype; large ones are only mapped.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidWeights`, naming the first that is wrong.
    init(_ folder: ModelFolder) throws(ExtractionError) {
        let config = folder.config
        // Plain text models, multimodal Gemma 3 of transformers 4, and of transformers 5.
        let prefixes = ["model.", "language_model.model.", "model.language_model."]
        let prefix = prefixes.first { folder.tensor($0 + "embed_tokens.weight") != nil } ?? "model."
        let size = (config.vocabularySize, config.hiddenSize)
        embeddings = try WeightMatrix(
            prefix + "embed_tokens.weight", rows: size.0, columns: size.1, in: folder)
        var layers: [LayerWeights] = []
        for index in config.layers.indices {
            let loader = LayerLoader(folder: folder, prefix: prefix + "layers.\(index).")
            layers.append(try loader.layer())
        }
        self.layers = layers
        finalNorm = try LayerLoader(folder: folder, prefix: prefix).norm("norm", size.1)
        let headName = prefix == "language_model.model." ? "language_model.lm_head" : "lm_head"
        head =
            config.tiesEmbeddings
            ? embeddings
            : try WeightMatrix(headName + ".weight", rows: size.0, columns: size.1, in: folder)
    }
}

/// Finds the tensors of one block by their names.
private struct LayerLoader {
    let folder: ModelFolder
    let prefix: String

    private var config: DecoderConfig { folder.config }

    func layer() throws(ExtractionError) -> LayerWeights {
        let hidden = config.hiddenSize
        let wide = config.intermediateSize
        let queries = config.queryWidth
        let keys = config.keyValueWidth
        let needsBias = config.needsAttentionBias
        let isGemma = config.family.isGemma
        let hasHeadNorms = config.family.hasHeadNorms
        return LayerWeights(
            query: try projection("self_attn.q_proj", queries, hidden, needsBias: needsBias),
            key: try projection("self_attn.k_proj", keys, hidden, needsBias: needsBias),
            value: try projection("self_attn.v_proj", keys, hidden, needsBias: needsBias),
            output: try projection("self_attn.o_proj", hidden, queries),
            gate: try projection("mlp.gate_proj", wide, hidden),
            up: try projection("mlp.up_proj", wide, hidden),
            down: try projection("mlp.down_proj", hidden, wide),
            attentionNorm: try norm("input_layernorm", hidden),
            feedForwardNorm: try norm(
                isGemma ? "pre_feedforward_layernorm" : "post_attention_layernorm", hidden),
            attentionPostNorm: isGemma ? try norm("post_attention_layernorm", hidden) : nil,
            feedForwardPostNorm: isGemma ? try norm("post_feedforward_layernorm", hidden) : nil,
            queryNorm: hasHeadNorms ? try norm("self_attn.q_norm", config.headSize) : nil,
            keyNorm: hasHeadNorms ? try norm("self_attn.k_norm", config.headSize) : nil)
    }

    private func projection(
        _ name: String, _ rows: Int, _ columns: Int, needsBias: Bool = false
    ) throws(ExtractionError) -> Projection {
        let biasName = prefix + name + ".bias"
        let bias = try folder.vector(biasName, count: rows)
        if bias == nil, needsBias { throw .weightMissing(biasName, folder: folder.path) }
        return Projection(
            weights: try WeightMatrix(
                prefix + name + ".weight", rows: rows, columns: columns, in: folder),
            bias: bias.map { FloatBuffer(copying: $0) })
    }

    /// The factors of a norm; Gemma stores them less one.
    func norm(_ name: String, _ count: Int) throws(ExtractionError) -> FloatBuffer {
        let tensor = prefix + name + ".weight"
        guard var factors = try folder.vector(tensor, count: count) else {
            throw .weightMissing(tensor, folder: folder.path)
        }
        if config.family.isGemma {
            for index in factors.indices { factors[index] += 1 }
        }
        return FloatBuffer(copying: factors)
    }
}
