// Projects and clusters the vectors of a store, finds an attribute in them, and steers a persona.
//
//     swift run AnalyzeAndProbe
//
// Shown in Sources/PersonaAnalysis/PersonaAnalysis.docc/GettingStarted.md.

import Foundation
import PersonaAnalysis
import PersonaVectors

let store = try PersonaVectorStore(
    modelName: "sentence-transformers/all-MiniLM-L6-v2",
    rootDirectory: URL(filePath: "Tests/Fixtures/real/artifacts/activations"))
let dataset = try await loadAnalysisDataset(from: store, variants: [.templated, .biography])
let templated = try dataset.samples(for: .templated)

let plane = try fitPCA(templated.matrix(layer: 6), componentCount: 2)
print(plane.reducer.explainedVarianceRatios)
let biographies = try dataset.samples(for: .biography).matrix(layer: 6)
let placed = try plane.reducer.transform(biographies)
print(placed.rowCount, placed.columnCount)

let clusters = try clusterLayers(of: templated, clusterCount: 4)
for (id, cluster) in zip(dataset.personaIDs, clusters.groupNames(atLayerPosition: 0)).prefix(3) {
    print(id, cluster)
}

let personas = try loadAttributeTable(personas: URL(filePath: "Tests/Fixtures/real/dataset"))
var options = ProbeTrainingOptions()
options.attributes = ["sex"]
options.layers = .only([0, 6])
let report = try await trainProbes(
    on: store, attributes: personas, options: options,
    savingIn: URL(filePath: "artifacts/example/probes"))
for row in report.probes[0].rows { print(row.layer, row.kind, row.balancedAccuracy ?? .nan) }

for trained in report.probes {
    guard let folder = trained.folder else { continue }
    let probe = try loadProbeArtifact(at: folder)
    let answers = try await probe.predict(
        from: store, personaIDs: Array(dataset.personaIDs.prefix(3)))
    print(probe.metadata.folderName, answers.predictions)
}

let steering = try await computeSteeringVector(
    from: store, personaID: dataset.personaIDs[0], layer: 3)
try saveSteeringVector(steering, in: URL(filePath: "artifacts/example/vectors"))
