import AlignedMemory
import Foundation
import Safetensors
import Testing

@testable import PersonaVectors

@Suite struct TensorLoadingTests {
    private func mixed(_ access: FileAccess = .mapped) throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: "test/mixed", rootDirectory: Fixtures.url("stores/mixed_shapes"),
            access: access)
    }

    struct Refused: Sendable {
        let id: String
        let code: ArtifactError.Code
        let message: String
    }

    private static let folder = Fixtures.url(
        "stores/mixed_shapes/test__mixed/answer_mean/templated"
    )
    .path

    static let refused = [
        Refused(
            id: "ndim1", code: .invalidShape,
            message: "The tensor for 'ndim1' in \(folder)/ndim1.safetensors has the shape 4; a"
                + " vector must be num_layers × hidden_size."),
        Refused(
            id: "ndim3", code: .invalidShape,
            message: "The tensor for 'ndim3' in \(folder)/ndim3.safetensors has the shape"
                + " 1 × 3 × 4; a vector must be num_layers × hidden_size."),
        Refused(
            id: "wrongkey", code: .notFound,
            message: "The file \(folder)/wrongkey.safetensors has no tensor 'activations'; it holds"
                + " vectors."),
        Refused(
            id: "nobody", code: .notFound,
            message: "No persona 'nobody' in test__mixed/answer_mean/templated (8 listed). Run"
                + " 'persona-vectors list' to see what there is."),
    ]

    @Test(arguments: refused)
    func refusesWhatIsNoVector(_ item: Refused) throws {
        let error = #expect(throws: ArtifactError.self) {
            try mixed().load(.templated, personaID: item.id)
        }
        #expect(error?.code == item.code)
        #expect(error?.message == item.message)
    }

    @Test(arguments: [FileAccess.mapped, .pread])
    func bothWaysOfReadingAgree(_ access: FileAccess) throws {
        let vector = try mixed(access).load(.templated, personaID: "b")
        #expect(try vector.layer(2) == [2, 2.125, 2.25, 2.375])
        #expect(try vector.storedBytes().count == 48)
        #expect(vector.provenance == VectorProvenance(layerConvention: nil))
    }

    @Test func refusesALayerThatIsNotThere() throws {
        let vector = try mixed().load(.templated, personaID: "a")
        let error = #expect(throws: ArtifactError.self) { try vector.layer(3) }
        #expect(error?.code == .layerOutOfRange)
    }

    @Test func loadsInBulkInTheOrderAskedForDuplicatesIncluded() throws {
        let block = try mixed().loadAll(.templated, personaIDs: ["b", "a", "b"])
        #expect(block.personaCount == 3 && block.layers == [0, 1, 2] && block.hiddenSize == 4)
        let b = try mixed().load(.templated, personaID: "b").floats()
        #expect(block.values[0..<12] == b)
        #expect(block.values[24..<36] == b)
        #expect(block.values[12] == 0)
    }

    @Test func loadsInBulkOnlyTheLayersAskedFor() throws {
        let block = try mixed().loadAll(.templated, personaIDs: ["a", "b"], layers: [2, 0, 1])
        #expect(block.layers == [2, 0, 1])
        let b = try mixed().load(.templated, personaID: "b")
        #expect(block.values[12..<24] == (try b.layer(2) + b.layer(0) + b.layer(1)))
    }

    struct RefusedBulk: Sendable {
        let ids: [String]
        let layers: [Int]?
        let code: ArtifactError.Code
    }

    static let refusedBulk = [
        RefusedBulk(ids: [], layers: nil, code: .notFound),
        RefusedBulk(ids: ["a", "nobody"], layers: nil, code: .notFound),
        RefusedBulk(ids: ["a", "layers2"], layers: nil, code: .invalidShape),
        RefusedBulk(ids: ["a", "hidden5"], layers: [0], code: .invalidShape),
        RefusedBulk(ids: ["a", "ndim1"], layers: nil, code: .invalidShape),
        RefusedBulk(ids: ["a"], layers: [3], code: .layerOutOfRange),
        RefusedBulk(ids: ["a"], layers: [-1], code: .layerOutOfRange),
    ]

    @Test(arguments: refusedBulk)
    func refusesInBulk(_ item: RefusedBulk) throws {
        let error = #expect(throws: ArtifactError.self) {
            try mixed().loadAll(.templated, personaIDs: item.ids, layers: item.layers)
        }
        #expect(error?.code == item.code)
    }

    @Test func keepsEveryDTypeOfTheOriginal() throws {
        let tensors = try #require(try Fixtures.json("stores/dtypes.expected.json")["tensors"])
        let store = try PersonaVectorStore.test(
            Fixtures.url("stores/dtypes"), modelName: "test/dtypes")
        var converted = 0
        for (id, item) in try #require(tensors.objectValue).members {
            guard let expected = item["load"]?["result"] else { continue }
            let vector = try store.load(.templated, personaID: id.string)
            #expect(vector.layerCount == 2 && vector.hiddenSize == 4)
            guard vector.dtype.isConvertibleToFloat else {
                let error = #expect(throws: ArtifactError.self) { try vector.floats() }
                #expect(error?.code == .unsupportedDType)
                continue
            }
            converted += 1
            let rows = try #require(expected["as_float32"]?.arrayValue).compactMap(\.floats)
            let values = try vector.floats()
            for (value, wanted) in zip(values, rows.joined()) {
                #expect(value == wanted || value.isNaN && wanted.isNaN)
            }
        }
        #expect(converted >= 7)
    }
}
