// Loads two variants over the same personas and compares them layer by layer.
//
//     swift run AlignedBundle artifacts/demo/activations sentence-transformers/all-MiniLM-L6-v2

import Foundation
import PersonaAnalysis
import PersonaVectors

// snippet.hide
let arguments = CommandLine.arguments
let root = URL(filePath: arguments.count > 1 ? arguments[1] : "artifacts/activations")
let model =
    arguments.count > 2 ? arguments[2] : try discoverActivationModels(in: root).first ?? "no/model"
// snippet.show

let store = try PersonaVectorStore(modelName: model, rootDirectory: root)
let dataset = try await loadAnalysisDataset(from: store, variants: [.templated, .biography])
let templated = try dataset.samples(for: .templated)
let biography = try dataset.samples(for: .biography)

print("\(dataset.personaIDs.count) personas of \(dataset.modelName), \(dataset.maskStrategy)")
print("layer  norm templated  norm biography  cosine between them")
for (position, layer) in dataset.layers.enumerated() {
    var (norms, cosine) = ((0.0, 0.0), 0.0)
    for sample in 0..<templated.count {
        let pair = (
            templated.row(sample: sample, layerPosition: position),
            biography.row(sample: sample, layerPosition: position)
        )
        let lengths = (length(pair.0), length(pair.1))
        norms = (norms.0 + lengths.0, norms.1 + lengths.1)
        cosine += zip(pair.0, pair.1).reduce(0) { $0 + Double($1.0 * $1.1) } / (lengths.0 * lengths.1)
    }
    let count = Double(templated.count)
    print(
        String(
            format: "%5d  %14.4f  %14.4f  %19.4f", layer, norms.0 / count, norms.1 / count,
            cosine / count))
}

// snippet.hide
func length(_ row: [Float]) -> Double {
    row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}
