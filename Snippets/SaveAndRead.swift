// Saves vectors in a local store, lists them, reads one layer back and checks the store.
//
//     swift run SaveAndRead
//
// Shown in Sources/PersonaVectors/PersonaVectors.docc/GettingStarted.md.

import Foundation
import PersonaVectors

let store = try PersonaVectorStore(
    modelName: "google/gemma-2-9b-it",
    rootDirectory: URL(filePath: "artifacts/example/activations"))
let vector = try PersonaVector(layers: [[0.5, -1, 2], [0.25, 3, -0.125]])
try store.save(
    vector, variant: .biography, personaID: "p-17", personaName: "Ada Lovelace",
    sampleIDs: ["q1", "q2"])

for id in try store.listPersonas(variants: [.biography]) {
    let layer1 = try store.load(.biography, personaID: id).layer(1)
    print(id, layer1)
}

let report = try store.verify(variants: [.biography])
for finding in report.findings { print(finding.message) }
