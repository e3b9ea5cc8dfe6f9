// Saves a vector, reads it back by the layer, and compares the personas of a real store.
//
//     swift run FirstSteps
//
// Shown in README.md.

import Foundation
import PersonaAnalysis
import PersonaVectors

let store = try PersonaVectorStore(
    modelName: "google/gemma-2-9b-it",
    rootDirectory: URL(filePath: "artifacts/example/activations"))
let vector = try PersonaVector(layers: [[0.5, -1, 2], [0.25, 3, -0.125]])  // a row a layer
try store.save(vector, variant: .biography, personaID: "p-17", personaName: "Ada Lovelace")
let layer1 = try store.load(.biography, personaID: "p-17").layer(1)  // that row's bytes only

let real = try PersonaVectorStore(
    modelName: "sentence-transformers/all-MiniLM-L6-v2",
    rootDirectory: URL(filePath: "Tests/Fixtures/real/artifacts/activations"))
let dataset = try await loadAnalysisDataset(from: real, variants: [.templated, .biography])
let samples = try dataset.samples(for: .templated)  // one aligned block
let similarity = try cosineSimilarityMatrix(of: samples.matrix(layer: 3))
print(layer1, dataset.personaIDs.count, similarity[0, 1])
