import AlignedMemory
import Foundation
import PersonaAnalysis
import Testing

@testable import PersonaVectors

/// What the original's calls answer on its own stores.
@Suite struct GoldenStoreTests {
    static let basic = Fixtures.url("stores/basic")

    private func calls(_ name: String) throws -> [JSONValue] {
        let expected = try Fixtures.json("stores/basic.expected.json")
        let calls = try #require(expected["calls"]?.arrayValue)
        return calls.filter { $0["call"]?.stringValue == name && !hasOtherMask($0) }
    }

    /// A mask strategy given to a call: ours is given to the store.
    private func hasOtherMask(_ call: JSONValue) -> Bool {
        call["args"]?.arrayValue?.contains { $0 == .string("other_mask") } ?? false
    }

    private func store(_ warnings: WarningLog? = nil) throws -> PersonaVectorStore {
        try .test(Self.basic, modelName: "google/gemma-2-9b-it", warnings: warnings)
    }

    private func variants(_ value: JSONValue?) -> [PromptVariant]? {
        value?.strings?.map { PromptVariant(rawValue: $0) }
    }

    @Test func listsPersonasAndWarnsOfThoseSkipped() throws {
        let calls = try calls("list_personas")
        #expect(calls.count == 14)
        for call in calls {
            let warnings = WarningLog()
            let ids = try store(warnings).listPersonas(
                variants: variants(call["args"]?.arrayValue?.first),
                includingBaseline: call["kwargs"]?["include_baseline"] == .bool(true))
            #expect(ids == call["result"]?.strings, "\(call)")
            let expected = call["warnings"]?.strings ?? []
            #expect(warnings.messages.map { "UserWarning: \($0)" } == expected)
        }
    }

    @Test func anUnknownMaskStrategyIsAnEmptyStore() throws {
        let store = try PersonaVectorStore.test(
            Self.basic, modelName: "google/gemma-2-9b-it",
            maskStrategy: MaskStrategy(rawValue: "other_mask"))
        #expect(try store.listPersonas() == [])
        #expect(try store.availableVariants() == [])
    }

    @Test func listsLayers() throws {
        for call in try calls("list_layers") {
            let arguments = try #require(call["args"]?.arrayValue)
            let layers = try store().listLayers(
                variants: variants(arguments.first),
                personaIDs: arguments.dropFirst().first?.strings)
            #expect(Array(layers) == call["result"]?.arrayValue?.compactMap(\.integerValue))
        }
    }

    @Test func listsAvailableVariants() throws {
        for call in try calls("available_variants") {
            let found = try store().availableVariants(
                among: variants(call["args"]?.arrayValue?.first))
            #expect(found == variants(call["result"]))
        }
    }

    @Test func namesPersonas() throws {
        let calls = try calls("persona_names")
        #expect(calls.count == 5)
        for call in calls {
            let arguments = try #require(call["args"]?.arrayValue)
            let names = try store().personaNames(
                for: try #require(arguments[0].strings),
                variants: arguments.count > 1 ? variants(arguments[1]) : nil)
            let expected = try #require(call["result"]?.objectValue)
            #expect(names.map { ExactString($0.personaID) } == expected.keys)
            #expect(names.map(\.name) == expected.members.compactMap(\.value.stringValue))
        }
    }

    @Test func tellsSampleIDs() throws {
        for call in try calls("persona_sample_ids") {
            let arguments = try #require(call["args"]?.strings)
            let ids = try store().personaSampleIDs(
                PromptVariant(rawValue: arguments[0]), personaID: arguments[1])
            #expect(ids == call["result"]?.strings)
        }
    }

    @Test func discoversModels() throws {
        for call in try calls("discover_activation_models") {
            let arguments = try #require(call["args"]?.arrayValue)
            let root =
                arguments[0].stringValue == "<root>"
                ? Self.basic : Self.basic.appending(path: "missing")
            let mask = arguments.count > 1 ? arguments[1].stringValue : nil
            let models = try discoverActivationModels(
                in: root, maskStrategy: mask.map { MaskStrategy(rawValue: $0) })
            #expect(models == call["result"]?.strings)
        }
    }

    @Test func loadsEveryTensorAsItIsStored() throws {
        let loads = try #require(try Fixtures.json("stores/basic.expected.json")["loads"])
        for (variant, items) in try #require(loads.objectValue).members {
            for (id, item) in try #require(items.objectValue).members {
                guard let expected = item["result"] else { continue }
                let vector = try store().load(
                    PromptVariant(rawValue: variant.string), personaID: id.string)
                let rows = try #require(expected["as_float32"]?.arrayValue).compactMap(\.floats)
                #expect(vector.layerCount == rows.count)
                #expect(try vector.floats() == Array(rows.joined()))
                #expect(try vector.layer(1) == rows[1])
            }
        }
    }

    @Test func loadsTheAlignedBundle() async throws {
        let calls = try calls("load_analysis_dataset").filter { $0["result"] != nil }
        #expect(calls.count == 3)
        for call in calls {
            let dataset = try await loadAnalysisDataset(
                from: store(), variants: variants(call["args"]?.arrayValue?.first),
                personaIDs: call["kwargs"]?["persona_ids"]?.strings,
                includingBaseline: call["kwargs"]?["include_baseline"] == .bool(true))
            let expected = try #require(call["result"])
            #expect(dataset.personaIDs == expected["persona_ids"]?.strings)
            #expect(dataset.layers == expected["layers"]?.arrayValue?.compactMap(\.integerValue))
            let names = try #require(expected["persona_names"]?.objectValue)
            #expect(dataset.personaNames == names.members.compactMap(\.value.stringValue))
            for (variant, item) in try #require(expected["variants"]?.objectValue).members {
                let samples = try dataset.samples(for: PromptVariant(rawValue: variant.string))
                #expect(samples.labels == item["labels"]?.strings)
                #expect(samples.hoverText == item["hover_text"]?.strings)
                #expect(
                    [samples.count, samples.layers.count, samples.hiddenSize]
                        == item["shape"]?.arrayValue?.compactMap(\.integerValue))
                let values = samples.block.values
                let sum = values[0..<values.count].reduce(0) { $0 + Double($1) }
                #expect(sum == item["sum"]?.doubleValue)
            }
        }
    }

    @Test func listsCanonicallyEqualIDsApartInCodePointOrder() throws {
        let expected = try Fixtures.json("stores/unicode_order.expected.json")
        let store = try PersonaVectorStore.test(
            Fixtures.url("stores/unicode_order"), modelName: "test/order")
        let ids = try store.listPersonas(variants: [.templated])
        let points = expected["list_personas_code_points"]?.arrayValue?.compactMap(\.strings)
        #expect(ids.map(codePoints) == points)
        let names = try store.personaNames(for: ids, variants: [.templated])
        let named = try #require(expected["persona_names"]?.objectValue)
        for (id, name) in named.members { #expect(names[id.string] == name.stringValue) }
    }

    private func codePoints(_ text: String) -> [String] {
        text.unicodeScalars.map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }
}
