import Foundation
import Testing

@testable import PersonaVectors

@Suite struct TraitVectorStoreTests {
    private func golden() throws -> (store: TraitVectorStore, expected: JSONObject) {
        let expected = try Fixtures.json("traits/expected.json")
        let store = try TraitVectorStore(
            modelName: try #require(expected["model_name"]?.stringValue),
            rootDirectory: Fixtures.url("traits/trait_vectors"),
            maskStrategy: .personaMean)
        return (store, expected)
    }

    @Test func readsWhatTheOriginalWrote() throws {
        let (store, expected) = try golden()
        #expect(try store.listAttributes() == expected["list_attributes"]?["result"]?.strings)
        #expect(try store.listAttributes(variant: .biography) == [])
        #expect(try store.listLayers() == 0..<7)
        let entry = expected["metadata(sex)"]?["result"]?.objectValue
        #expect(try store.metadata(for: "sex") == entry)
        #expect(try store.load("sex").hiddenSize == 384)
    }

    @Test func whatIsMissingIsAnErrorThatNamesIt() throws {
        let store = try golden().store
        for call in [{ _ = try store.load("missing") }, { _ = try store.metadata(for: "missing") }]
        {
            let error = #expect(throws: ArtifactError.self) { try call() }
            #expect(error?.code == .notFound)
            #expect(
                error?.message
                    == "No attribute 'missing' in sentence-transformers__all-MiniLM-L6-v2/persona_mean"
                    + "/templated (6 listed). Run 'persona-vectors list' to see what there is.")
        }
    }

    @Test func savesReplacesAndRemoves() throws {
        let folder = try TemporaryFolder()
        let store = try TraitVectorStore(modelName: "test/model", rootDirectory: folder.url)
        let entry: JSONObject = [
            "value_from": .string("No"), "auc_by_layer": .object(["0": .double(0.5)]),
        ]
        try store.save(.filled(1), attribute: "b", entry: entry)
        try store.save(.filled(2), attribute: "a", entry: [:])
        try store.save(.filled(3), attribute: "b", entry: entry)
        #expect(try store.listAttributes() == ["a", "b"])
        #expect(try store.load("b").floats()[0] == 3)
        #expect(try store.metadata(for: "b") == entry)
        #expect(try store.metadata(for: "a").isEmpty)
        try store.remove(["b"])
        #expect(try store.listAttributes() == ["a"])
        #expect(throws: ArtifactError.self) {
            try store.save(.filled(1), attribute: "../x", entry: [:])
        }
    }

    /// A manifest of the other kind is refused, not misread.
    @Test func aPersonaStoreIsNoTraitStore() throws {
        let folder = try TemporaryFolder()
        try PersonaVectorStore.test(folder.url).save("p")
        let store = try TraitVectorStore(modelName: "test/model", rootDirectory: folder.url)
        let error = #expect(throws: ArtifactError.self) { try store.listAttributes() }
        #expect(error?.code == .invalidManifest)
    }
}
