import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import PersonaVectorsTesting
import Safetensors
import Testing

/// Datasets of other writers, with the answers of the Python original.
struct GoldenVariantsTests {
    /// Cases in which the original fails and this store need not, with the reason.
    private static let better: Set<String> = [
        // `datasets` cannot make an empty table; an empty split is one without personas.
        "zero_rows"
    ]

    /// The names of the cases; were they unreadable, ``allCasesAreRun()`` would tell.
    private static let cases =
        (try? Fixtures.answers("variants.expected.json")["cases"].keys) ?? []

    @Test func allCasesAreRun() throws {
        #expect(
            try Fixtures.answers("variants.expected.json")["cases"].keys == Self.cases
                && Self.cases.count > 25)
    }

    @Test(arguments: cases)
    func answersAsTheOriginalDoes(name: String) async throws {
        let expected = try Fixtures.answers("variants.expected.json")["cases"][name]
        guard expected["not_written"].string == nil else { return }
        try await withTestHub { hub in
            let repository = try await hub.publish("variants/\(name)")
            let store = HFPersonaVectorStore(
                repository: repository, modelName: "test/variants", client: try hub.client())
            await expectStrings(expected["available_variants"]) {
                try await store.availableVariants().map(\.rawValue)
            }
            guard !Self.better.contains(name) else {
                #expect(try await store.listPersonas(variants: [.templated]) == [])
                return
            }
            await expectStrings(expected["list_personas"]) {
                try await store.listPersonas(variants: [.templated])
            }
            try await checkNames(expected["persona_names"], store)
            try await checkVectors(expected, store)
        }
    }

    private func checkNames(_ expected: JSON, _ store: HFPersonaVectorStore) async throws {
        guard let ids = expected["result"].keys else { return }
        let names = try await store.personaNames(for: ids, variants: [.templated])
        for id in ids { #expect(names[id] == expected["result"][id].string) }
    }

    private func checkVectors(_ expected: JSON, _ store: HFPersonaVectorStore) async throws {
        if let layers = expected["list_layers"]["result"].strings?.count {
            #expect(try await store.listLayers(variants: [.templated]).count == layers)
        }
        for id in expected["load"].keys ?? [] {
            let answer = expected["load"][id]
            // A vector without layers is none for a store of `num_layers` × `hidden_size`.
            guard answer["error"]["type"].string == nil, answer["result"]["shape"][1].int != nil
            else {
                await #expect(throws: ArtifactError.self) {
                    try await store.load(.templated, personaID: id)
                }
                continue
            }
            let vector = try await store.load(.templated, personaID: id)
            #expect(vector.layerCount == answer["result"]["shape"][0].int)
            #expect(vector.dtype == .float32)
            for layer in 0..<vector.layerCount {
                let values = try vector.layer(layer).map(Double.init)
                for (index, value) in values.enumerated() {
                    #expect(value == answer["result"]["values"][layer][index].double)
                }
            }
        }
    }
}

/// Checks an answer that is a list of strings, or that there is none.
func expectStrings(
    _ expected: JSON, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> [String]
) async {
    if let strings = expected["result"].strings {
        do {
            let found = try await body()
            #expect(found == strings, sourceLocation: sourceLocation)
        } catch {
            Issue.record(error, sourceLocation: sourceLocation)
        }
    } else {
        await #expect(throws: ArtifactError.self, sourceLocation: sourceLocation) {
            _ = try await body()
        }
    }
}
