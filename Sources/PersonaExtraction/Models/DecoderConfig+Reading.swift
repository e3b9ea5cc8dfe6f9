import PersonaVectors

/// The values that a family's configuration class in transformers fills in for absent keys; real
/// checkpoints rely on them (Gemma 3 states little more than its sizes).
private struct FamilyDefaults {
    var keyValueHeads: Int?
    var headSize: Int?
    var window: Int?
    var scoreSoftcap = 0.0
    var logitSoftcap = 0.0
    var theta = 10_000.0
    var tiesEmbeddings = false
    var contextLength = 32_768
    var heads: Int?

    init(_ family: DecoderConfig.Family) {
        switch family {
        case .llama: contextLength = 2048
        case .mistral: (keyValueHeads, window, contextLength) = (8, 4096, 131_072)
        case .qwen2: window = 4096
        case .qwen3: (headSize, window) = (128, 4096)
        case .gemma2:
            (heads, keyValueHeads, headSize, window) = (8, 4, 256, 4096)
            (scoreSoftcap, logitSoftcap, tiesEmbeddings, contextLength) = (50, 30, true, 8192)
        case .gemma3:
            (heads, keyValueHeads, headSize, window) = (8, 4, 256, 4096)
            (theta, tiesEmbeddings, contextLength) = (1_000_000, true, 131_072)
        }
    }
}

extension DecoderConfig {
    /// Reads a configuration as transformers 4 or 5 writes it.
    ///
    /// - Parameters:
    ///   - root: the members of `config.json`; the text part of a multimodal Gemma 3 is found in it.
    ///   - path: names the file in errors.
    /// - Throws: ``ExtractionError`` with code `invalidConfig` or `unsupportedModel`.
    init(_ root: JSONObject, path: String) throws(ExtractionError) {
        let outer = ConfigReader(object: root, path: path)
        let type = try outer.string("model_type") ?? ""
        let config = type == "gemma3" ? try outer.reader("text_config") ?? outer : outer
        guard let family = type == "gemma3" ? .gemma3 : Family(rawValue: type) else {
            throw .unknownArchitecture(
                type, known: Family.allCases.map(\.rawValue), path: path)
        }
        let defaults = FamilyDefaults(family)
        self.family = family
        hiddenSize = try config.count("hidden_size", default: family == .gemma3 ? 2304 : nil)
        intermediateSize = try config.count(
            "intermediate_size", default: family == .gemma3 ? 9216 : nil)
        headCount = try config.count("num_attention_heads", default: defaults.heads)
        keyValueHeadCount = try config.count(
            "num_key_value_heads", default: defaults.keyValueHeads ?? headCount)
        headSize = try config.count(
            "head_dim", default: defaults.headSize ?? hiddenSize / headCount)
        vocabularySize = try config.count(
            "vocab_size", default: family == .gemma3 ? 262_208 : nil)
        contextLength = try config.count(
            "max_position_embeddings", default: defaults.contextLength)
        epsilon = Float(try config.number("rms_norm_eps", default: 1e-6))
        activation = try Self.activation(config, family: family)
        tiesEmbeddings = try config.bool(
            "tie_word_embeddings",
            default: try outer.bool("tie_word_embeddings", default: defaults.tiesEmbeddings))
        needsAttentionBias = try config.bool("attention_bias", default: family == .qwen2)
        let scalar = try config.number(
            "query_pre_attn_scalar", default: family.isGemma ? 256 : Double(headSize))
        scoreScale = Float(1 / (family.isGemma ? scalar : Double(headSize)).squareRoot())
        scoreSoftcap = try Self.softcap("attn_logit_softcapping", config, defaults.scoreSoftcap)
        logitSoftcap = try Self.softcap("final_logit_softcapping", config, defaults.logitSoftcap)
        let ends = outer.tokens("eos_token_id")
        endTokens = ends.isEmpty ? config.tokens("eos_token_id") : ends
        layers = try Self.layers(config, family: family, defaults: defaults)
        try checkSizes(path: path)
    }

    private func checkSizes(path: String) throws(ExtractionError) {
        guard headCount % keyValueHeadCount == 0 else {
            throw .configValue(
                "num_key_value_heads", found: "\(keyValueHeadCount)",
                needed: "a divisor of num_attention_heads (\(headCount))", path: path)
        }
        // 0 is what hidden_size / num_attention_heads gives where there are more heads than features.
        guard headSize > 0, headSize % 2 == 0 else {
            throw .configValue(
                "head_dim", found: "\(headSize)", needed: "an even number above 0", path: path)
        }
    }

    private static func softcap(
        _ key: String, _ config: ConfigReader, _ fallback: Double
    ) throws(ExtractionError) -> Float {
        // An explicit null turns the cap off; only an absent key means the default.
        if config.object[ExactString(key)] == .null || fallback == 0 && config.value(key) == nil {
            return 0
        }
        return Float(try config.number(key, default: fallback))
    }

    private static func activation(
        _ config: ConfigReader, family: Family
    ) throws(ExtractionError) -> Activation {
        let key = family.isGemma ? "hidden_activation" : "hidden_act"
        let name = try config.string(key) ?? (family.isGemma ? "gelu_pytorch_tanh" : "silu")
        switch name {
        case "silu": return .silu
        case "gelu_pytorch_tanh": return .geluTanh
        default:
            throw .unsupportedFeature(
                key, "'\(name)'", supported: "silu and gelu_pytorch_tanh", path: config.path)
        }
    }

    private static func layers(
        _ config: ConfigReader, family: Family, defaults: FamilyDefaults
    ) throws(ExtractionError) -> [Layer] {
        if try config.bool("use_bidirectional_attention", default: false) {
            throw .unsupportedFeature(
                "use_bidirectional_attention", "true", supported: "causal attention",
                path: config.path)
        }
        // What each layer is gets noted before any weight is looked for: a number that no model has
        // would fill the memory.
        let count = try config.count(
            "num_hidden_layers", default: family == .gemma3 ? 26 : nil, limit: 4096)
        let isSliding = try slidingLayers(config, family: family, count: count)
        let window = try window(config, family: family, defaults: defaults)
        let (full, sliding) = try rotary(config, family: family, theta: defaults.theta)
        return isSliding.map { isSliding in
            Layer(window: isSliding ? window : nil, rotary: isSliding ? sliding : full)
        }
    }

    private static func window(
        _ config: ConfigReader, family: Family, defaults: FamilyDefaults
    ) throws(ExtractionError) -> Int? {
        if family == .qwen2 || family == .qwen3 {
            guard try config.bool("use_sliding_window", default: false) else { return nil }
        }
        if config.object["sliding_window"] == .null { return nil }
        return try config.optionalCount("sliding_window") ?? defaults.window
    }

    /// Which layers look through the window; the patterns are those of the configuration classes.
    private static func slidingLayers(
        _ config: ConfigReader, family: Family, count: Int
    ) throws(ExtractionError) -> [Bool] {
        if family != .mistral, let types = config.value("layer_types") {
            let names = types.arrayValue?.compactMap(\.stringValue) ?? []
            let known: Set = ["sliding_attention", "full_attention"]
            guard names.count == count, known.isSuperset(of: names) else {
                throw .unsupportedFeature(
                    "layer_types", "\(names)",
                    supported: "\(count) entries 'full_attention' or 'sliding_attention'",
                    path: config.path)
            }
            return names.map { $0 == "sliding_attention" }
        }
        switch family {
        case .llama: return Array(repeating: false, count: count)
        case .mistral: return Array(repeating: true, count: count)
        case .qwen2, .qwen3:
            let first = config.value("max_window_layers")?.integerValue ?? 28
            return (0..<count).map { $0 >= first }
        case .gemma2: return (0..<count).map { $0 % 2 == 0 }
        case .gemma3:
            let pattern = try config.count("sliding_window_pattern", default: 6)
            return (0..<count).map { ($0 + 1) % pattern != 0 }
        }
    }
}
