import Foundation
import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import PersonaVectorsTesting
import Testing

/// What the Python original pushed, read with its answers to the same calls.
struct GoldenPushTests {
    /// The card that `push_to_hub` wrote, and the one that the original's card script makes of it.
    private static let cards = [
        (answers: "push.expected.json", card: "push/README.md"),
        (answers: "readme_script.expected.json", card: "readme_script/README.md"),
    ]

    @Test(arguments: cards) func answersAsTheOriginalDoes(
        card: (answers: String, card: String)
    ) async throws {
        let expected = try Fixtures.answers(card.answers)
        try await withTestHub { hub in
            let repository = try await hub.publish(
                "push", replacing: ["README.md": Fixtures.hub.appending(path: card.card)])
            let client = try hub.client()
            let models = try await listHubVectorModels(in: "\(repository)", client: client)
            let expectedModels = expected["list_hub_vector_models"]["result"]
            #expect(models.map(\.maskStrategy.rawValue) == expectedModels.keys)
            for model in models {
                #expect(
                    model.modelNames == expectedModels[model.maskStrategy.rawValue].strings)
            }
            var index = 0
            while let name = expected["stores"][index]["model_name"].string {
                let answers = expected["stores"][index]
                let store = HFPersonaVectorStore(
                    repository: repository, modelName: name,
                    maskStrategy: MaskStrategy(
                        rawValue: answers["mask_strategy"].string ?? "answer_mean"),
                    client: client)
                await check(answers["calls"], store)
                try await checkLoads(answers["loads"], store)
                index += 1
            }
            #expect(index > 0)
        }
    }

    private func check(_ calls: JSON, _ store: HFPersonaVectorStore) async {
        var index = 0
        while let call = calls[index]["call"].string {
            let answer = calls[index]
            let variants = answer["args"][0].strings.map { $0.map(PromptVariant.init) }
            index += 1
            switch call {
            case "available_variants":
                await expectStrings(answer) {
                    try await store.availableVariants(among: variants).map(\.rawValue)
                }
            // An unknown split is an error in Python; every source here answers with no personas.
            case "list_personas" where answer["error"]["message"].string?.contains("split") != true:
                let isListed = answer["kwargs"]["include_baseline"].bool ?? false
                await expectStrings(answer) {
                    try await store.listPersonas(variants: variants, includingBaseline: isListed)
                }
            case "persona_names":
                let ids = answer["args"][0].strings ?? []
                let named = answer["args"][1].strings.map { $0.map(PromptVariant.init) }
                await checkNames(answer, store, ids, named)
            default:
                break
            }
        }
        #expect(index > 0)
    }

    private func checkNames(
        _ answer: JSON, _ store: HFPersonaVectorStore, _ ids: [String],
        _ variants: [PromptVariant]?
    ) async {
        do {
            let names = try await store.personaNames(for: ids, variants: variants)
            for id in ids { #expect(names[id] == answer["result"][id].string) }
        } catch {
            Issue.record(error)
        }
    }

    private func checkLoads(_ loads: JSON, _ store: HFPersonaVectorStore) async throws {
        for key in loads.keys ?? [] {
            let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
            guard loads[key]["error"]["type"].string == nil else {
                await #expect(throws: ArtifactError.self) {
                    try await store.load(PromptVariant(rawValue: parts[0]), personaID: parts[1])
                }
                continue
            }
            let vector = try await store.load(
                PromptVariant(rawValue: parts[0]), personaID: parts[1])
            for layer in 0..<vector.layerCount {
                for (index, value) in try vector.layer(layer).enumerated() {
                    let expected = loads[key]["result"]["values"][layer][index].double
                    #expect(Double(value) == expected)
                }
            }
        }
    }

    @Test func readsRealVectorsThatDatasetsPushed() async throws {
        let expected = try Fixtures.answers("real_small.expected.json")
        try await withTestHub { hub in
            let repository = try await hub.publish("real_small")
            let store = HFPersonaVectorStore(
                repository: repository, modelName: "sentence-transformers/all-MiniLM-L6-v2",
                client: try hub.client())
            #expect(try await store.listLayers() == 0..<7)
            let ids = try await store.listPersonas(includingBaseline: true)
            #expect(ids.count == expected["files"][0]["num_rows"].int)
        }
    }
}
