import Foundation
import HubTesting
import HuggingFaceHub
import Parquet
import PersonaAnalysis
import PersonaVectors
import PersonaVectorsHub
import PersonaVectorsTesting
import Testing

struct HFPersonaVectorStoreTests {
    private typealias Contract = PersonaVectorSourceContract

    private func contractRows(_ variant: PromptVariant) -> [Row] {
        Contract.items.filter { $0.variant == variant }.map {
            Row(id: $0.personaID, name: $0.name, sampleIDs: $0.sampleIDs, values: $0.values)
        }
    }

    @Test(arguments: [false, true])
    func keepsTheContractOfSources(isCompressed: Bool) async throws {
        try await withTestHub { hub in
            let config = activationConfigName(modelName: Contract.modelName)
            let operations = try PromptVariant.defaults.map { variant -> CommitOperation in
                let content = try hub.shard(
                    contractRows(variant), layers: Contract.layerCount, hidden: Contract.hiddenSize,
                    compression: isCompressed ? .zstd : .none)
                return .add(path: "\(config)/\(variant)-00000-of-00001.parquet", content: content)
            }
            let repository = try await hub.publish(
                operations + [card(config, ["templated", "biography"])])
            let store = HFPersonaVectorStore(
                repository: repository, modelName: Contract.modelName, client: try hub.client())
            let violations = await Contract.violations(of: store, emptyNameIsID: true)
            #expect(violations == [])
        }
    }

    @Test func keepsTheContractWithSeveralShards() async throws {
        try await withTestHub { hub in
            let config = activationConfigName(modelName: Contract.modelName)
            var operations = [card(config, ["templated", "biography"])]
            for variant in PromptVariant.defaults {
                let rows = contractRows(variant)
                for (index, part) in [rows.prefix(2), rows[2..<3], rows.dropFirst(3)].enumerated() {
                    let content = try hub.shard(
                        Array(part), layers: Contract.layerCount, hidden: Contract.hiddenSize)
                    operations.append(
                        .add(
                            path: "\(config)/\(variant)-0000\(index)-of-00003.parquet",
                            content: content))
                }
            }
            let store = HFPersonaVectorStore(
                repository: try await hub.publish(operations), modelName: Contract.modelName,
                client: try hub.client())
            let violations = await Contract.violations(of: store, emptyNameIsID: true)
            #expect(violations == [])
        }
    }

    @Test func staysAtTheCommitOfItsFirstUseUntilItIsReleased() async throws {
        try await withTestHub { hub in
            let path = "m__answer_mean/templated-00000-of-00001.parquet"
            let shard = { (values: [Float]) in
                CommitOperation.add(
                    path: path,
                    content: try hub.shard([Row(id: "a", values: values)], layers: 1, hidden: 2))
            }
            let repository = try await hub.publish(
                [shard([1, 2]), card("m__answer_mean", ["templated"])])
            let client = try hub.client()
            let store = HFPersonaVectorStore(
                repository: repository, modelName: "m", client: client)
            let first = try await store.commit
            _ = try await client.commit([shard([3, 4])], to: repository, message: "Change")
            #expect(try await store.load(.templated, personaID: "a").floats() == [1, 2])
            await store.releaseCache(variants: [.templated])
            #expect(try await store.load(.templated, personaID: "a").floats() == [1, 2])
            await store.releaseCache()
            #expect(try await store.load(.templated, personaID: "a").floats() == [3, 4])
            #expect(try await store.commit != first)
            let old = HFPersonaVectorStore(
                repository: repository, modelName: "m", revision: first.hex, client: client)
            #expect(try await old.load(.templated, personaID: "a").floats() == [1, 2])
        }
    }

    /// A shard that is cut short, as after a loss of power, is fetched again; one that cannot be
    /// kept is read all the same.
    @Test func damagedAndBlockedCachesDoNotKeepVectorsBack() async throws {
        try await withTestHub { hub in
            let path = "m__answer_mean/templated-00000-of-00001.parquet"
            let values = (0..<40_000).map { Float($0) }
            let repository = try await hub.publish([
                .add(
                    path: path,
                    content: try hub.shard(
                        [Row(id: "a", values: values)], layers: 4, hidden: 10_000)),
                card("m__answer_mean", ["templated"]),
            ])
            let store = { (client: HubClient) in
                HFPersonaVectorStore(repository: repository, modelName: "m", client: client)
            }
            let client = try hub.client()
            let commit = try await client.snapshot(of: repository).commit
            let file = try HubFile(path, in: repository, revision: commit.hex)
            let cached = try await client.download(file).resolvingSymlinksInPath()
            try Data(contentsOf: cached).prefix(100).write(to: cached)
            #expect(
                try await store(hub.client()).load(.templated, personaID: "a").floats() == values)
            #expect(client.cache.cachedFile(file) != nil)

            for name in ["blocked/hub", "blocked/persona-vectors"] { _ = try hub.file(name, [0]) }
            let blocked = try hub.client(cache: "blocked")
            #expect(
                try await store(blocked).load(.templated, personaID: "a").floats() == values)
        }
    }

    @Test func analysisLoadsFromItAsFromAnyStore() async throws {
        try await withTestHub { hub in
            let rows = (0..<4).map { Row(id: "p\($0)", values: [Float($0), 1, 2, 3]) }
            let repository = try await hub.publish([
                .add(
                    path: "m__answer_mean/templated-00000-of-00001.parquet",
                    content: try hub.shard(rows, layers: 2, hidden: 2)),
                card("m__answer_mean", ["templated"]),
            ])
            let store = HFPersonaVectorStore(
                repository: repository, modelName: "m", client: try hub.client())
            let dataset = try await loadAnalysisDataset(from: store, variants: [.templated])
            #expect(dataset.personaIDs == ["p0", "p1", "p2", "p3"])
            #expect(dataset.layers == [0, 1])
        }
    }

    @Test func wrongRequestsGetTheTrueSentence() async throws {
        try await withTestHub { hub in
            let repository = try await hub.publish("variants/zstd")
            let client = try hub.client()
            let store = HFPersonaVectorStore(
                repository: repository, modelName: "test/variants", client: client)
            let place = "\(repository)@\(try await store.commit.hex.prefix(7))"
            let sentences: [(HFPersonaVectorStore, PromptVariant, String, String)] = [
                (
                    store, .templated, "nobody",
                    "No persona 'nobody' in test__variants__answer_mean/templated of \(place) (5"
                        + " listed). List the variant to see what there is."
                ),
                (
                    store, .biography, "p0",
                    "There is no split 'biography' in the config 'test__variants__answer_mean' of"
                        + " \(place); it has 'templated'."
                ),
                (
                    HFPersonaVectorStore(
                        repository: repository, modelName: "test/other", client: client),
                    .templated, "p0",
                    "There is no config 'test__other__answer_mean' in \(place); it has"
                        + " 'test__variants__answer_mean'. Check the model and the mask strategy."
                ),
            ]
            for (store, variant, id, sentence) in sentences {
                let error = await #expect(throws: ArtifactError.self) {
                    try await store.load(variant, personaID: id)
                }
                #expect(error?.code == .notFound)
                #expect(error?.message == sentence)
            }
        }
    }

    @Test func repositoriesThatAreNotThereAreTheHubsErrors() async throws {
        try await withTestHub { hub in
            let store = HFPersonaVectorStore(
                repository: try RepositoryID("alice/nothing"), modelName: "m",
                client: try hub.client())
            let error = await #expect(throws: HubError.self) {
                try await store.listPersonas()
            }
            #expect(error?.code == .repositoryNotFound)
        }
    }
}
