import Foundation
import Testing

@testable import PersonaVectors

/// What the original's calls answer on manifests of odd content.
@Suite struct GoldenManifestCasesTests {
    static let names =
        (try? Fixtures.json("stores/manifests.expected.json"))?["cases"]?.objectValue?
        .keys.map(\.string) ?? []

    @Test func thereAreCases() {
        #expect(Self.names.count == 34)
    }

    private func expected(_ name: String) throws -> JSONValue {
        let cases = try #require(try Fixtures.json("stores/manifests.expected.json")["cases"])
        return try #require(cases[ExactString(name)])
    }

    @Test(arguments: names)
    func readsAsTheOriginalDoes(_ name: String) throws {
        let expected = try expected(name)
        let store = try PersonaVectorStore.test(Fixtures.url("stores/manifests"))
        let variant = PromptVariant(rawValue: name)
        let ids = try #require(expected["list_personas"]?["result"]?.strings)
        #expect(try store.listPersonas(variants: [variant]) == ids)
        let names = try store.personaNames(for: ids, variants: [variant])
        let named = try #require(expected["persona_names"]?["result"]?.objectValue)
        for id in ids {
            // A lone surrogate has no place in a Swift string and shows as U+FFFD.
            let name = named[ExactString(id)]?.stringValue
            #expect(names[id] == name.map { replacing("<U+D800>", in: $0) })
        }
        let layers = try #require(expected["list_layers"]?["result"])
        let count = layers.arrayValue?.count ?? 1_000_000
        #expect(try store.listLayers(variants: [variant]).count == count)
        let isAvailable = expected["available_variants"]?["result"]?.strings == [name]
        #expect(try store.availableVariants(among: [variant]) == (isAvailable ? [variant] : []))
        for (id, item) in try #require(expected["persona_sample_ids"]?.objectValue).members {
            #expect(
                try store.personaSampleIDs(variant, personaID: id.string)
                    == item["result"]?.strings)
        }
    }

    private func replacing(_ mark: String, in text: String) -> String {
        text.replacingOccurrences(of: mark, with: "\u{FFFD}")
    }

    @Test(arguments: names)
    func loadsAsTheOriginalDoes(_ name: String) throws {
        let store = try PersonaVectorStore.test(Fixtures.url("stores/manifests"))
        let variant = PromptVariant(rawValue: name)
        for (id, item) in try #require(try expected(name)["load"]?.objectValue).members {
            if let shape = item["result"]?.arrayValue?.compactMap(\.integerValue) {
                let vector = try store.load(variant, personaID: id.string)
                #expect([vector.layerCount, vector.hiddenSize] == shape)
            } else {
                let error = #expect(throws: ArtifactError.self) {
                    try store.load(variant, personaID: id.string)
                }
                let isInvalid = item["error"]?["type"]?.stringValue == "ValueError"
                #expect(error?.code == (isInvalid ? .invalidName : .notFound))
            }
        }
    }

    @Test(arguments: names)
    func savesAsTheOriginalDoes(_ name: String) throws {
        let folder = try TemporaryFolder()
        let root = try folder.copy("stores/manifests")
        let store = try PersonaVectorStore.test(root)
        let variant = PromptVariant(rawValue: name)
        let outcome = try #require(try expected(name)["save_new_2x4"])
        if let ids = outcome["result"]?.strings {
            try store.save("p3", variant: variant)
            #expect(try store.listPersonas(variants: [variant]) == ids)
        } else {
            let before = try folder.contents()
            let error = #expect(throws: ArtifactError.self) {
                try store.save("p3", variant: variant)
            }
            #expect(error?.code == .invalidShape)
            var after = try folder.contents()
            after = after.filter { !$0.key.hasSuffix(FolderLock.fileName) }
            #expect(after == before)
        }
    }
}
