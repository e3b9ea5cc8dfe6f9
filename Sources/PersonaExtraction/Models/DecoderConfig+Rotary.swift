extension DecoderConfig {
    /// The rotary embeddings of the layers that see everything and of those with a window.
    ///
    /// Transformers 5 has them in `rope_parameters`, for Gemma 3 by kind of layer; version 4 in
    /// `rope_theta` and `rope_scaling`, and `rope_local_base_freq` for the window of Gemma 3.
    static func rotary(
        _ config: ConfigReader, family: Family, theta: Double
    ) throws(ExtractionError) -> (full: RotaryEmbedding, sliding: RotaryEmbedding) {
        let parameters = try config.reader("rope_parameters")
        let localTheta = 10_000.0
        if family == .gemma3, let parameters {
            let full = try parameters.reader("full_attention") ?? parameters
            let sliding = try parameters.reader("sliding_attention")
            return (
                try rotary(full, theta: theta), try rotary(sliding, theta: localTheta)
            )
        }
        let theta = try config.number("rope_theta", default: theta)
        let scaling = try config.reader("rope_scaling")
        let full = try rotary(parameters ?? scaling, theta: theta)
        guard family == .gemma3 else { return (full, full) }
        let local = try config.number("rope_local_base_freq", default: localTheta)
        return (full, RotaryEmbedding(theta: local, scaling: .none))
    }

    private static func rotary(
        _ reader: ConfigReader?, theta: Double
    ) throws(ExtractionError) -> RotaryEmbedding {
        guard let reader else { return RotaryEmbedding(theta: theta, scaling: .none) }
        return RotaryEmbedding(
            theta: try reader.number("rope_theta", default: theta), scaling: try scaling(reader))
    }

    private static func scaling(
        _ reader: ConfigReader
    ) throws(ExtractionError) -> RotaryEmbedding.Scaling {
        // "type" is what early files of version 4 call it.
        let key = reader.value("rope_type") == nil ? "type" : "rope_type"
        let type = try reader.string(key) ?? "default"
        switch type {
        case "default": return .none
        case "linear": return .linear(factor: try reader.number("factor"))
        case "llama3":
            return .llama3(
                factor: try reader.number("factor"),
                lowFactor: try reader.number("low_freq_factor"),
                highFactor: try reader.number("high_freq_factor"),
                trainedLength: try reader.number("original_max_position_embeddings"))
        default:
            throw .unsupportedFeature(
                "rope_type", "'\(type)'", supported: "default, linear and llama3",
                path: reader.path)
        }
    }
}
