import Foundation
import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import PersonaVectorsTesting
import Testing

/// Damaged shards on a Hub: each is refused with a sentence that names it, or read.
struct MalformedTests {
    private static let path = "test__model__answer_mean/templated-00000-of-00001.parquet"

    private static func shard(_ name: String) throws -> Data {
        let folder = Fixtures.hub.deletingLastPathComponent()
        return try Data(
            contentsOf: folder.appending(path: "malformed/parquet/\(name)/\(path)"))
    }

    /// Loads a persona of a dataset whose only shard is `shard`.
    private static func load(_ shard: Data, _ hub: TestHub) async throws -> [Float] {
        let repository = try await hub.publish([
            .add(path: path, content: .bytes(Array(shard))),
            card("test__model__answer_mean", ["templated"]),
        ])
        let store = HFPersonaVectorStore(
            repository: repository, modelName: "test/model",
            client: try hub.client(cache: UUID().uuidString))
        let ids = try await store.listPersonas(variants: [.templated])
        _ = try await store.listLayers(variants: [.templated])
        _ = try await store.loadAll(.templated, personaIDs: ids, layers: [0])
        return try await store.load(.templated, personaID: try #require(ids.last)).floats()
    }

    @Test(arguments: [
        ("only_magic", "it has 8 bytes, and the smallest one has 12"),
        ("no_trailing_magic", "the last four bytes are not 'PAR1'"),
        ("json_instead", "the last four bytes are not 'PAR1'"),
        ("encrypted_magic", "is encrypted, which is not supported"),
        ("footer_length_zero", "Couldn't deserialize thrift"),
        ("footer_length_u32_max", "claims a footer of 4294967295 bytes, but has 2765 in all"),
        ("footer_bit_flip", "Couldn't deserialize thrift"),
        ("page_header_flip", "Cannot decode column 'persona_id'"),
    ])
    func refusesADamagedShard(name: String, reason: String) async throws {
        try await withTestHub { hub in
            let error = await #expect(throws: ArtifactError.self) {
                try await Self.load(Self.shard(name), hub)
            }
            #expect(error?.code == .invalidTensorFile)
            #expect(error?.path == Self.path)
            #expect(error?.message.contains(reason) == true)
            #expect(error?.message.contains(Self.path) == true)
        }
    }

    @Test func readsWhatCanBeRead() async throws {
        try await withTestHub { hub in
            for name in ["ok", "vector_page_last_byte_flip", "dictionary_value_flip"] {
                let values = try await Self.load(Self.shard(name), hub)
                #expect(values.count == 6)
            }
        }
    }

    /// The shape is text beside the schema, and memory is allocated by it.
    @Test(arguments: [(9_999_999, 9_999_999), (99_999_999, 1), (1, 99_999_999)])
    func refusesAShapeThatTheShardCannotHold(layers: Int, hidden: Int) async throws {
        let shard = try #require(
            forgingShape(of: Self.shard("ok"), layers: layers, hidden: hidden))
        try await withTestHub { hub in
            let error = await #expect(throws: ArtifactError.self) {
                try await Self.load(shard, hub)
            }
            #expect(error?.code == .invalidTensorFile)
            #expect(error?.message.contains("which is not plausible") == true)
        }
    }

    @Test func refusesAShapeThatTheRowsDoNotHave() async throws {
        let shard = try #require(forgingShape(of: Self.shard("ok"), layers: 3, hidden: 2))
        try await withTestHub { hub in
            let error = await #expect(throws: ArtifactError.self) {
                try await Self.load(shard, hub)
            }
            #expect(error?.code == .invalidShape)
        }
    }
}
