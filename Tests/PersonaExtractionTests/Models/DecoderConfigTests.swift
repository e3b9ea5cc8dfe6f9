import PersonaVectors
import Testing

@testable import PersonaExtraction

/// Configurations as the two versions of transformers write them.
struct DecoderConfigTests {
    func config(_ text: String) throws -> DecoderConfig {
        let object = try JSONValue(parsing: Array(text.utf8)).objectValue
        return try DecoderConfig(try #require(object), path: "config.json")
    }

    static let sizes = """
        "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 3,
        "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 100
        """

    @Test(arguments: [
        (
            """
            {"model_type": "llama", \(sizes), "rope_theta": 5e5, "rope_scaling": {"type": "linear",
            "factor": 4}}
            """,
            """
            {"model_type": "llama", \(sizes), "rope_parameters": {"rope_type": "linear",
            "rope_theta": 500000.0, "factor": 4.0}}
            """
        ),
        (
            """
            {"model_type": "gemma3_text", \(sizes), "rope_theta": 1e6, "sliding_window_pattern": 2,
            "rope_local_base_freq": 2e4, "rope_scaling": {"rope_type": "linear", "factor": 8.0}}
            """,
            """
            {"model_type": "gemma3", "text_config": {"model_type": "gemma3_text", \(sizes),
            "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
            "rope_parameters": {"full_attention": {"rope_type": "linear", "factor": 8.0,
            "rope_theta": 1e6}, "sliding_attention": {"rope_theta": 20000}}}}
            """
        ),
    ])
    func bothVersionsMeanTheSame(_ four: String, _ five: String) throws {
        #expect(try config(four) == config(five))
    }

    /// What the configuration file of `google/gemma-3-4b-it` states, and no more.
    @Test func absentKeysHaveTheFamilysDefaults() throws {
        let gemma = try config(
            """
            {"model_type": "gemma3", "eos_token_id": [1, 106], "text_config": {
            "hidden_size": 2560, "intermediate_size": 10240, "model_type": "gemma3_text",
            "num_hidden_layers": 34, "rope_scaling": {"factor": 8.0, "rope_type": "linear"},
            "sliding_window": 1024}}
            """)
        #expect(gemma.headCount == 8)
        #expect(gemma.keyValueHeadCount == 4)
        #expect(gemma.headSize == 256)
        #expect(gemma.vocabularySize == 262_208)
        #expect(gemma.tiesEmbeddings)
        #expect(gemma.endTokens == [1, 106])
        #expect(gemma.scoreSoftcap == 0)
        #expect(gemma.scoreScale == 1.0 / 16)
        let expected = (0..<34).map { ($0 + 1) % 6 == 0 ? nil : 1024 }
        #expect(gemma.layers.map(\.window) == expected)
        #expect(gemma.layers[5].rotary == .init(theta: 1e6, scaling: .linear(factor: 8)))
        #expect(gemma.layers[4].rotary == .init(theta: 1e4, scaling: .none))
    }

    @Test func softCapsOfGemma2CanBeTurnedOff() throws {
        let capped = try config(#"{"model_type": "gemma2", \#(Self.sizes)}"#)
        #expect((capped.scoreSoftcap, capped.logitSoftcap) == (50, 30))
        let free = try config(
            """
            {"model_type": "gemma2", \(Self.sizes), "attn_logit_softcapping": null,
            "final_logit_softcapping": null}
            """)
        #expect((free.scoreSoftcap, free.logitSoftcap) == (0, 0))
        #expect(capped.layers.map(\.window) == [4096, nil, 4096])
    }

    @Test func windowsOfQwenHaveToBeSwitchedOn() throws {
        let off = try config(
            #"{"model_type": "qwen2", \#(Self.sizes), "sliding_window": 8, "max_window_layers": 1}"#
        )
        #expect(off.layers.map(\.window) == [nil, nil, nil])
        let on = try config(
            """
            {"model_type": "qwen2", \(Self.sizes), "sliding_window": 8, "max_window_layers": 1,
            "use_sliding_window": true}
            """)
        #expect(on.layers.map(\.window) == [nil, 8, 8])
    }
}
