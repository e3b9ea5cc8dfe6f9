// Extracts the vectors of two personas with a model, and lets it answer as it is and steered.
//
//     swift run ExtractAndSteer models/gemma-2-9b-it
//
// Without a folder a tiny random model of the tests stands in, whose answers mean nothing.
//
// Shown in Sources/PersonaExtraction/PersonaExtraction.docc/GettingStarted.md.

import ChatTemplates
import Foundation
import PersonaAnalysis
import PersonaExtraction
import PersonaVectors

// snippet.hide
let modelFolder =
    try CommandLine.arguments.dropFirst().first.map { URL(filePath: $0) } ?? tinyModel()
let artifacts = URL(filePath: "artifacts/example/extracted")
// snippet.show
let backend = try NativeBackend(folder: modelFolder)
let text = try ModelText(folder: modelFolder)
let source = PersonaSampleSource(
    dataset: try PersonaDataset(folder: URL(filePath: "Tests/Fixtures/personas")), model: text,
    strategies: [.answerMean], options: .init(trainCount: 2))
let extractor = try ActivationExtractor(backend: backend, rootDirectory: artifacts)
let report = try await extractor.run(
    try source.tasks(personaIDs: ["ada", "bo"]), outline: source.outline, prepare: source.samples)
print("\(report.saved.count) saved, \(report.skipped.count) there already")

let store = try PersonaVectorStore(modelName: backend.model.id, rootDirectory: artifacts)
let steering = try await computeSteeringVector(from: store, personaID: "ada", layer: 2)
let plan = SteeringPlan(
    vector: steering.values, strength: Float(steering.suggestedAlpha),
    layers: [steering.layer], schedule: .dim)
let question = [ChatMessage.user("Where do you live?")]
let short = GenerationOptions(maximumCount: 8)
let plain = try await backend.reply(to: question, text: text, options: short)
let steered = try await backend.reply(to: question, text: text, options: short, steering: plan)
print(plain.text, steered.text, separator: "\n")

// snippet.hide
/// A tiny model that reads and writes text, put together from what the tests have.
func tinyModel() throws -> URL {
    let fixtures = URL(filePath: "Tests/Fixtures")
    let folder = URL(filePath: "artifacts/example/tiny-model")
    let files = FileManager.default
    if files.fileExists(atPath: folder.path) { try files.removeItem(at: folder) }
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    for (source, name) in [
        ("models/qwen2/model.safetensors", "model.safetensors"),
        ("models/chat/tokenizer.json", "tokenizer.json"),
        ("models/chat/tokenizer_config.json", "tokenizer_config.json"),
        ("chat_templates/qwen2.jinja", "chat_template.jinja"),
    ] {
        try files.copyItem(
            at: fixtures.appending(path: source), to: folder.appending(path: name))
    }
    // Room for the descriptions of personas.
    let config = try String(
        contentsOf: fixtures.appending(path: "models/qwen2/config.json"), encoding: .utf8
    ).replacing("\"max_position_embeddings\": 256", with: "\"max_position_embeddings\": 4096")
    try config.write(
        to: folder.appending(path: "config.json"), atomically: true, encoding: .utf8)
    return folder
}
