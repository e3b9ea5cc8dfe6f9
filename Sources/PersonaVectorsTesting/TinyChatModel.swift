public import Foundation
import Safetensors

/// A model that can be talked to: the tiny Qwen 2 of `Tests/Fixtures/models`, with a tokenizer and a
/// chat template of the fixtures, and an embedding for each of its tokens.
public enum TinyChatModel {
    /// What ``write(to:)`` makes.
    public static let (layerCount, hiddenSize) = (5, 64)

    private static let fixtures = InteropPython.packageRoot.appending(path: "Tests/Fixtures")
    private static let vocabularySize = 704
    private static let embeddings = "model.embed_tokens.weight"

    /// Writes the model's files into a folder, which is made.
    ///
    /// - Parameters:
    ///   - folder: the folder.
    ///   - template: the chat template, by its name in `Tests/Fixtures/chat_templates`.
    /// - Throws: what the file system says.
    public static func write(to folder: URL, template: String = "qwen2") throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let model = fixtures.appending(path: "models/qwen2")
        var config = try String(contentsOf: model.appending(path: "config.json"), encoding: .utf8)
        for (old, new) in [
            ("\"vocab_size\": 160", "\"vocab_size\": \(vocabularySize)"),
            ("\"max_position_embeddings\": 256", "\"max_position_embeddings\": 4096"),
        ] {
            config = config.replacingOccurrences(of: old, with: new)
        }
        func save(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        try save(config, "config.json")
        try save(#"{"bos_token": null, "eos_token": "<|im_end|>"}"#, "tokenizer_config.json")
        for (source, name) in [
            ("tokenizers/qwen2.json", "tokenizer.json"),
            ("chat_templates/\(template).jinja", "chat_template.jinja"),
        ] {
            try Data(contentsOf: fixtures.appending(path: source))
                .write(to: folder.appending(path: name))
        }
        let file = try SafetensorsFile(path: model.appending(path: "model.safetensors").path)
        let tensors = try file.header.tensors.map { tensor in
            guard tensor.name == embeddings else {
                return TensorToWrite(
                    name: tensor.name, dtype: tensor.dtype, shape: tensor.shape,
                    bytes: try file.tensor(tensor.name).bytes())
            }
            return TensorToWrite(
                name: tensor.name, shape: [vocabularySize, hiddenSize], floats: randomValues)
        }
        try SafetensorsWriter.write(
            tensors, to: folder.appending(path: "model.safetensors").path)
    }

    /// Values between -1 and 1, the same every time (a linear congruential generator).
    private static var randomValues: [Float] {
        var state: UInt64 = 7
        return (0..<vocabularySize * hiddenSize).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648
        }
    }
}
