import Foundation
import PersonaExtraction
import Safetensors
import Testing

/// Model folders that are not what they should be: each is refused with one sentence.
struct BadModelTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let model: String
        let change: @Sendable (URL) throws -> Void
        let code: ExtractionError.Code
        let sentence: String
        var testDescription: String { name }
    }

    static func editing(
        _ key: String, _ value: String
    ) -> @Sendable (URL) throws -> Void {
        { folder in
            let url = folder.appending(path: "config.json")
            var config = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
            if var object = config as? [String: Any] {
                object[key] = try JSONSerialization.jsonObject(
                    with: Data(value.utf8), options: .fragmentsAllowed)
                config = object
            }
            try JSONSerialization.data(withJSONObject: config).write(to: url)
        }
    }

    static func removing(_ name: String) -> @Sendable (URL) throws -> Void {
        { try FileManager.default.removeItem(at: $0.appending(path: name)) }
    }

    static let cases: [Case] = [
        Case(
            name: "no configuration", model: "qwen2", change: removing("config.json"),
            code: .modelNotFound,
            sentence: """
                The model folder FOLDER has no config.json; a Hugging Face folder with \
                config.json and safetensors weights is needed. Download the whole model.
                """),
        Case(
            name: "configuration cut short", model: "qwen2",
            change: { try Data("{".utf8).write(to: $0.appending(path: "config.json")) },
            code: .invalidConfig,
            sentence: "FOLDER/config.json is not JSON: "),
        Case(
            name: "unknown architecture", model: "qwen2",
            change: editing("model_type", #""mamba""#), code: .unsupportedModel,
            sentence: """
                FOLDER/config.json describes a model of type 'mamba'; the native engine \
                runs llama, mistral, qwen2, qwen3, gemma2, gemma3_text. Use the worker backend \
                for other models.
                """),
        Case(
            name: "unknown frequencies", model: "qwen2",
            change: editing("rope_parameters", #"{"rope_type": "yarn", "rope_theta": 1e4}"#),
            code: .unsupportedModel,
            sentence: """
                FOLDER/config.json asks for 'rope_type' = 'yarn'; the native engine knows \
                default, linear and llama3. Use the worker backend for this model.
                """),
        Case(
            name: "unknown activation", model: "qwen2", change: editing("hidden_act", #""relu""#),
            code: .unsupportedModel,
            sentence: """
                FOLDER/config.json asks for 'hidden_act' = 'relu'; the native engine knows \
                silu and gelu_pytorch_tanh. Use the worker backend for this model.
                """),
        Case(
            name: "heads that do not divide", model: "qwen2",
            change: editing("num_key_value_heads", "3"), code: .invalidConfig,
            sentence: """
                FOLDER/config.json has 3 for 'num_key_value_heads'; a divisor of \
                num_attention_heads (4) is needed.
                """),
        Case(
            name: "a size of zero", model: "qwen2", change: editing("hidden_size", "0"),
            code: .invalidConfig,
            sentence: "FOLDER/config.json has 0 for 'hidden_size'; a positive integer is needed."),
        Case(
            name: "more layers than any model has", model: "qwen2",
            change: editing("num_hidden_layers", "1000000000"), code: .invalidConfig,
            sentence: """
                FOLDER/config.json has 1000000000 for 'num_hidden_layers'; a positive integer up to \
                4096 is needed.
                """),
        Case(
            name: "more heads than features", model: "qwen2",
            change: editing("num_attention_heads", "128"), code: .invalidConfig,
            sentence: """
                FOLDER/config.json has 0 for 'head_dim'; an even number above 0 is needed.
                """),
        Case(
            name: "a size that is text", model: "qwen2",
            change: editing("vocab_size", #""many""#), code: .invalidConfig,
            sentence: """
                FOLDER/config.json has 'many' for 'vocab_size'; a positive integer is \
                needed.
                """),
        Case(
            name: "no weights", model: "qwen2", change: removing("model.safetensors"),
            code: .modelNotFound,
            sentence: """
                The model folder FOLDER has no model.safetensors or \
                model.safetensors.index.json; a Hugging Face folder with config.json and \
                safetensors weights is needed. Download the whole model.
                """),
        Case(
            name: "a missing shard", model: "llama",
            change: removing("model-00002-of-00002.safetensors"), code: .modelNotFound,
            sentence: """
                The shard model-00002-of-00002.safetensors that \
                FOLDER/model.safetensors.index.json lists is not there. Download the whole \
                model.
                """),
        Case(
            name: "weights cut short", model: "qwen2",
            change: {
                let url = $0.appending(path: "model.safetensors")
                try Data(contentsOf: url).dropLast(10).write(to: url)
            }, code: .invalidWeights, sentence: ""),
        Case(
            name: "weights of another size", model: "qwen2",
            change: editing("intermediate_size", "96"), code: .invalidWeights,
            sentence: """
                The tensor 'model.layers.0.mlp.gate_proj.weight' in FOLDER has the shape \
                [88, 64]; config.json asks for [96, 64].
                """),
        Case(
            name: "more layers than weights", model: "qwen2",
            change: {
                try editing("num_hidden_layers", "6")($0)
                try editing("layer_types", "null")($0)
            }, code: .invalidWeights,
            sentence: """
                The model in FOLDER has no tensor 'model.layers.5.self_attn.q_proj.bias', \
                which its config.json asks for.
                """),
    ]

    @Test(arguments: cases)
    func isRefusedWithOneSentence(_ test: Case) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "bad-model-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: TinyModel(name: test.model).folder, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try test.change(folder)
        let error = #expect(throws: ExtractionError.self) {
            try NativeBackend(folder: folder)
        }
        #expect(error?.code == test.code)
        let message = error?.message.replacingOccurrences(of: folder.path, with: "FOLDER") ?? ""
        #expect(message.hasPrefix(test.sentence))
        #expect(!message.contains("\n"))
    }
}
