// Publishes a store on a Hub of one's own, reads it by range and pulls a part of it.
//
//     swift run PublishAndPull
//
// Shown in Sources/PersonaVectorsHub/PersonaVectorsHub.docc/GettingStarted.md.

import Foundation
import HubServer
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub

// snippet.hide
let example = URL(filePath: "artifacts/example/hub")
try? FileManager.default.removeItem(at: example)
// snippet.show
let server = HubServer(HubServerConfiguration(root: URL(filePath: "artifacts/example/hub/served")))
try await server.whileRunning { endpoint in
    let caches = ["HF_HOME": "artifacts/example/hub/cache"]
    var configuration = try HubConfiguration(environment: caches)
    configuration.endpoint = endpoint
    try await publishAndRead(try HubClient(configuration))
}

func publishAndRead(_ hub: HubClient) async throws {
    let model = "sentence-transformers/all-MiniLM-L6-v2"
    let vectors = URL(filePath: "Tests/Fixtures/real/artifacts/activations")
    var options = PushOptions()
    options.isDryRun = true
    let plan = try await pushToHub(
        "lab/vectors", modelName: model, rootDirectory: vectors, options: options, client: hub)
    for file in plan.files { print(file.path, file.change, file.byteCount) }
    let push = try await pushToHub(
        "lab/vectors", modelName: model, rootDirectory: vectors, client: hub)

    let store = HFPersonaVectorStore(
        repository: push.repository, modelName: model, client: hub)
    let ids = try await store.listPersonas(variants: [.biography])
    let vector = try await store.load(.biography, personaID: ids[0])
    let layer3 = try await store.loadAll(.biography, personaIDs: ids, layers: [3])
    print(vector.layerCount, vector.hiddenSize, layer3.personaCount)

    var part = PullOptions()
    part.variants = [.biography]
    part.personaIDs = Array(ids.prefix(10))
    let pulled = try await store.pull(
        to: URL(filePath: "artifacts/example/hub/pulled"), options: part)
    for variant in pulled { print(variant.variant, variant.added.count) }
}
