import Foundation
import PersonaVectorsTesting
import Safetensors
import Testing

@testable import PersonaVectors

@Suite struct SavingTests {
    /// Ids that are awkward and fine: each becomes one file.
    static let awkward = [
        "p", "UPPER", "id with space", "naïve-ид-人", "emoji-🦊", "x.safetensors", "a.b-c_d",
        ".hidden",
        "manifest", "-rf", "~", "line\nbreak", "quote\"'", "é", "e\u{301}",
        String(repeating: "x", count: 243),
        String(repeating: "é", count: 121),
    ]

    @Test func awkwardIDsAndNamesComeBack() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        for (index, id) in Self.awkward.enumerated() {
            try store.save(id, value: Float(index), name: "Name of \(id)", sampleIDs: [id])
        }
        let fresh = try PersonaVectorStore.test(folder.url)
        #expect(
            try fresh.listPersonas(variants: [.templated]) == Self.awkward.sortedByCodePoint())
        let names = try fresh.personaNames(for: Self.awkward, variants: [.templated])
        for (index, id) in Self.awkward.enumerated() {
            #expect(try fresh.load(.templated, personaID: id).floats()[0] == Float(index))
            #expect(names[id] == "Name of \(id)")
            #expect(try fresh.personaSampleIDs(.templated, personaID: id) == [id])
        }
        #expect(try fresh.verify().isClean)
    }

    struct Refused: Sendable {
        let name: String
        let problem: String
    }

    /// Names that would leave their folder or cannot be files.
    static let refused = [
        Refused(name: "", problem: "it is empty"),
        Refused(name: ".", problem: "it is reserved"),
        Refused(name: "..", problem: "it is reserved"),
        Refused(name: "manifest.json", problem: "it is reserved"),
        Refused(name: "../p", problem: "it contains a path separator"),
        Refused(name: "a/b", problem: "it contains a path separator"),
        Refused(name: "/", problem: "it contains a path separator"),
        Refused(name: "a\\b", problem: "it contains a path separator"),
        Refused(name: "a/\u{301}b", problem: "it contains a path separator"),
        Refused(name: "a\0b", problem: "it contains NUL"),
        Refused(name: String(repeating: "x", count: 300), problem: "it is 300 bytes long"),
    ]

    @Test(arguments: refused)
    func refusesAnIDThatIsNoFileName(_ item: Refused) throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        let error = #expect(throws: ArtifactError.self) { try store.save(item.name) }
        #expect(error?.code == .invalidName)
        #expect(
            error?.message
                == "The persona id '\(item.name.printable)' cannot be used: \(item.problem). It becomes"
                + " the name of a file or folder, so choose one of 1 to 243 bytes without '/', '\\' and"
                + " NUL, other than '.', '..' and 'manifest.json'.")
        #expect(try folder.contents().isEmpty)
    }

    @Test(arguments: ["", "..", "a/b"])
    func refusesAVariantOrMaskThatIsNoFolderName(_ name: String) throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        #expect(throws: ArtifactError.self) {
            try store.save("p", variant: PromptVariant(rawValue: name))
        }
        #expect(throws: ArtifactError.self) {
            try PersonaVectorStore.test(folder.url, maskStrategy: MaskStrategy(rawValue: name))
        }
        #expect(throws: ArtifactError.self) {
            try PersonaVectorStore.test(folder.url, modelName: name == "a/b" ? "" : name)
        }
        #expect(try folder.contents().isEmpty)
    }

    @Test func everyVectorOfAVariantHasOneShape() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        try store.save("first")
        let before = try folder.contents()
        let error = #expect(throws: ArtifactError.self) {
            try store.save(
                .filled(1, layerCount: 3), variant: .templated, personaID: "second",
                personaName: "S")
        }
        #expect(error?.code == .invalidShape)
        #expect(
            error?.message
                == "The tensor for 'second' is 3 × 4, but the manifest"
                + " \(folder.url.path)/test__model/answer_mean/templated/manifest.json says 2 × 4 for"
                + " every item. Save vectors of another shape under another model or mask strategy."
        )
        #expect(try folder.contents() == before)
    }

    @Test func anExistingIDIsReplacedInPlace() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        for id in ["c", "a", "b"] { try store.save(id, value: 1) }
        try store.save("a", value: 7, name: "New", sampleIDs: ["q"])
        let manifest = try parseJSON(
            Array(
                Data(
                    contentsOf: folder.url.appending(
                        path: "test__model/answer_mean/templated/manifest.json"))))
        #expect(manifest["personas"]?.objectValue?.keys == ["c", "a", "b"])
        #expect(manifest["personas"]?["a"]?["name"]?.stringValue == "New")
        #expect(
            try store.load(.templated, personaID: "a").floats() == [Float](repeating: 7, count: 8))
    }

    @Test func theSameInputGivesTheSameBytes() throws {
        let folders = try [TemporaryFolder(), TemporaryFolder()]
        for folder in folders {
            let store = try PersonaVectorStore.test(folder.url)
            try store.save("p", value: 0.5, name: "P", sampleIDs: ["a", "b"])
        }
        #expect(try folders[0].contents() == folders[1].contents())
    }

    @Test func everyDTypeIsKept() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        for dtype in [TensorDType.float64, .float32, .float16, .bfloat16, .int8] {
            let width = try #require(dtype.bitWidth) / 8
            let bytes = (0..<8 * width).map { UInt8($0 % 61) }
            try store.save(
                PersonaVector(bytes: bytes, dtype: dtype, layerCount: 2, hiddenSize: 4),
                variant: .templated, personaID: dtype.rawValue, personaName: "D")
            let vector = try store.load(.templated, personaID: dtype.rawValue)
            #expect(vector.dtype == dtype)
            #expect(try vector.storedBytes() == bytes)
        }
    }

    @Test func provenanceIsKeptWithTheVector() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url, modelName: "org/my__model")
        let given = VectorProvenance(
            modelRevision: "abc123", created: "2024-05-01T00:00:00Z",
            details: ["prompt_sha256": "ff"])
        try store.save(
            .filled(1), variant: .templated, personaID: "p", personaName: "P", provenance: given)
        let provenance = try #require(try store.load(.templated, personaID: "p").provenance)
        #expect(provenance.modelID == "org/my__model")
        #expect(provenance.modelRevision == "abc123")
        #expect(provenance.layerConvention == VectorProvenance.blockOutput)
        #expect(provenance.created == "2024-05-01T00:00:00Z")
        #expect(provenance.details == ["prompt_sha256": "ff"])
        #expect(provenance.tool == "persona-vectors-swift \(personaVectorsVersion)")
        // A folder name cannot tell `org/my__model` from `org/my/model`; the vector can.
        #expect(try discoverActivationModels(in: folder.url) == ["org/my__model"])
    }

    @Test func noCreationTimeUnlessAsked() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        try store.save("p")
        #expect(try store.load(.templated, personaID: "p").provenance?.created == nil)
    }

    @Test func aBatchIsSavedWholeOrNotAtAll() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        let good = try (0..<40).map { index in
            PersonaVectorToSave(
                personaID: "p\(index)", personaName: "P", vector: try .filled(Float(index)))
        }
        let odd = PersonaVectorToSave(
            personaID: "odd", personaName: "O", vector: try .filled(1, hiddenSize: 5))
        for bad in [good + [odd], good + [good[3]]] {
            #expect(throws: ArtifactError.self) { try store.saveBatch(bad, variant: .biography) }
            #expect(try folder.contents().isEmpty)
        }
        try store.saveBatch(good, variant: .biography)
        #expect(try store.listPersonas(variants: [.biography]).count == 40)
        #expect(try store.load(.biography, personaID: "p39").floats()[0] == 39)
        try store.saveBatch([], variant: .biography)
        #expect(try store.verify().isClean)
    }

    @Test func removesEntriesAndFiles() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        for id in ["a", "b", "c"] { try store.save(id) }
        let error = #expect(throws: ArtifactError.self) {
            try store.remove(["a", "nobody"], variant: .templated)
        }
        #expect(error?.code == .notFound)
        #expect(try store.listPersonas(variants: [.templated]) == ["a", "b", "c"])
        try store.remove(["a", "c"], variant: .templated)
        #expect(try store.listPersonas(variants: [.templated]) == ["b"])
        #expect(try store.verify().isClean)
        try store.remove(["b"], variant: .templated)
        #expect(try store.availableVariants() == [])
    }

    @Test func aVectorMustHaveItsNumberOfValues() {
        #expect(throws: ArtifactError.self) {
            try PersonaVector(floats: [1, 2, 3], layerCount: 2, hiddenSize: 2)
        }
        #expect(throws: ArtifactError.self) {
            try PersonaVector(floats: [], layerCount: 0, hiddenSize: 0)
        }
        #expect(throws: ArtifactError.self) {
            try PersonaVector(floats: [], layerCount: .max, hiddenSize: .max)
        }
        #expect(throws: ArtifactError.self) { try PersonaVector(layers: [[1, 2], [3]]) }
        #expect(throws: ArtifactError.self) {
            try PersonaVector(bytes: [1], dtype: .float32, layerCount: 1, hiddenSize: 1)
        }
    }
}
