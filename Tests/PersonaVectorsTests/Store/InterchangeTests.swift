import Foundation
import PersonaVectorsTesting
import Safetensors
import Testing

@testable import PersonaVectors

/// PyPI `safetensors` and Python's `json` read what we write, and we what they write.
@Suite struct InterchangeTests {
    private func variantFolder(_ folder: TemporaryFolder) -> URL {
        folder.url.appending(path: "test__model/answer_mean/templated")
    }

    @Test func pythonReadsWhatWeWrite() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        let values = (0..<8).map { Float($0) / 3 }
        try store.save(
            PersonaVector(floats: values, layerCount: 2, hiddenSize: 4), variant: .templated,
            personaID: "naïve-ид-人 🦊", personaName: "Zoë “Quote” \\ \"", sampleIDs: ["q\n1"])
        let answer = try InteropPython.run(
            script: "store_peer.py", arguments: ["describe", variantFolder(folder).path])
        let item = try #require(try parseJSON(Array(answer))["naïve-ид-人 🦊"])
        #expect(item["entry"]?["name"]?.stringValue == "Zoë “Quote” \\ \"")
        #expect(item["entry"]?["sample_ids"]?.strings == ["q\n1"])
        #expect(item["dtype"]?.stringValue == "float32")
        #expect(item["values"]?.floats == values)
        let metadata = try #require(item["metadata"])
        #expect(metadata["persona_id"]?.stringValue == "naïve-ид-人 🦊")
        #expect(metadata["model_id"]?.stringValue == "test/model")
        #expect(metadata["layer_convention"]?.stringValue == "block_output")
        #expect(metadata["dtype"]?.stringValue == "F32")
    }

    @Test func weReadWhatPythonWrites() throws {
        let folder = try TemporaryFolder()
        try InteropPython.run(
            script: "store_peer.py", arguments: ["write", variantFolder(folder).path])
        let store = try PersonaVectorStore.test(folder.url)
        let ids = try store.listPersonas(variants: [.templated])
        #expect(ids == ["peer-0", "peer-1", "peer-2"])
        for (index, id) in ids.enumerated() {
            let vector = try store.load(.templated, personaID: id)
            #expect(vector.dtype.rawValue == ["F32", "F16", "F64"][index])
            #expect(try vector.floats() == (0..<12).map { Float($0) + Float(index) / 2 })
            #expect(try store.personaSampleIDs(.templated, personaID: id) == ["q\(index)"])
        }
        #expect(try store.verify().isClean)
    }

    @Test func aManifestThatPythonRewroteIsOursAgain() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        for id in ["é", "b", "a"] { try store.save(id, name: "Ü\u{7F}\u{1}", sampleIDs: ["1"]) }
        let path = variantFolder(folder).appending(path: "manifest.json")
        let before = try Data(contentsOf: path)
        try InteropPython.run(script: "json_peer.py", arguments: ["rewrite", path.path])
        #expect(try Data(contentsOf: path) == before)
        try store.save("c")
        #expect(try store.listPersonas(variants: [.templated]) == ["a", "b", "c", "é"])
        #expect(try store.verify().isClean)
    }
}
