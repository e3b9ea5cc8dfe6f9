// Loads two variants over the same personas and compares them layer by layer.
//
//     swift run AlignedBundle artifacts/demo/activations sentence-transformers/all-MiniLM-L6-v2

import Foundation
import PersonaAnalysis
import PersonaVectors

// snippet.hide
let arguments = CommandLine.arguments
let root = URL(
    filePath: arguments.count > 1 ? arguments[1] : "Tests/Fixtures/real/artifacts/activations")
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
    var (templatedNorm, biographyNorm, cosine) = (0.0, 0.0, 0.0)
    for sample in 0..<templated.count {
        let one = templated.row(sample: sample, layerPosition: position)
        let other = biography.row(sample: sample, layerPosition: position)
        templatedNorm += length(one)
        biographyNorm += length(other)
        let product = zip(one, other).reduce(0) { $0 + Double($1.0 * $1.1) }
        cosine += product / (length(one) * length(other))
    }
    let means = [templatedNorm, biographyNorm, cosine].map { $0 / Double(templated.count) }
    print(String(format: "%5d  %14.4f  %14.4f  %19.4f", layer, means[0], means[1], means[2]))
}

// snippet.hide
func length(_ row: [Float]) -> Double {
    row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}
