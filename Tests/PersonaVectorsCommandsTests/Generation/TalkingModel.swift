import Foundation
import PersonaVectors
import Safetensors
import Testing

/// A tiny model that can be talked to, and what transformers answers with it; made by
/// `Tests/Fixtures/models/make_chat.py`.
struct TalkingModel {
    struct Answer: Decodable {
        let tokens: [Int]
        let text: String
    }

    struct Expected: Decodable {
        let template: String
        let prompt: String
        let ids: [Int]
        let plain: Answer
        let vectorLayer: Int
        let vector: [String: Answer]
        let band: Answer
    }

    let name: String
    let expected: Expected

    init(_ name: String) throws {
        self.name = name
        let file = Fixtures.url("models/chat/expected.json")
        let all = try JSONDecoder().decode([String: Expected].self, from: Data(contentsOf: file))
        expected = try #require(all[name])
    }

    /// Writes the model into a folder of that name.
    func write(into folder: URL) throws -> URL {
        let model = folder.appending(path: name)
        try FileManager.default.copyItem(at: Fixtures.url("models/\(name)"), to: model)
        for (source, name) in [
            ("models/chat/tokenizer.json", "tokenizer.json"),
            ("models/chat/tokenizer_config.json", "tokenizer_config.json"),
            ("chat_templates/\(expected.template).jinja", "chat_template.jinja"),
        ] {
            try FileManager.default.copyItem(
                at: Fixtures.url(source), to: model.appending(path: name))
        }
        return model
    }

    /// The vector that was added to a layer, before it was made longer.
    func vector(layer: Int) throws -> [Float] {
        let file = try SafetensorsFile(
            path: Fixtures.path("models/\(name)/expected.safetensors"))
        return try file.tensor("steering.\(layer)").floats()
    }

    /// Writes the steering vector of a persona.
    func writeSteering(
        to folder: URL, layer: Int? = nil, values: [Float]? = nil, suggestedAlpha: Double = 2
    ) throws {
        let layer = layer ?? expected.vectorLayer
        let values = try values ?? vector(layer: layer)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try SafetensorsWriter.write(
            [
                TensorToWrite(
                    name: "steering_vector", shape: [1, 1, values.count], floats: values)
            ], to: folder.appending(path: "steering_vector.safetensors").path)
        let description = """
            {"suggested_alpha": \(suggestedAlpha), "persona_id": "ada", "layer": \(layer), \
            "model_id": "\(name)", "hidden_size": \(values.count)}
            """
        try Data(description.utf8).write(to: folder.appending(path: "metadata.json"))
    }

    /// Writes traits whose directions are the vectors: one that has the first layer's, one the
    /// other's.
    func writeTraits(to root: URL) throws {
        let store = try TraitVectorStore(modelName: name, rootDirectory: root)
        for (attribute, layer) in [("age", 0), ("sex", expected.vectorLayer)] {
            let vector = try vector(layer: layer)
            var rows = Array(
                repeating: [Float](repeating: 0, count: vector.count),
                count: expected.vectorLayer + 1)
            rows[layer] = vector
            let layers = rows.indices.map { ("\($0)", JSONValue.double(0.5)) }
            let byLayer = JSONValue.object(
                JSONObject(layers.map { (ExactString($0.0), $0.1) }))
            try store.save(
                PersonaVector(layers: rows), attribute: attribute,
                entry: [
                    "value_to": .string("high"), "n_personas": .integer(4), "auc_by_layer": byLayer,
                    "act_norm_by_layer": byLayer,
                ])
        }
    }
}
