import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import Parquet
import PersonaVectors
import PersonaVectorsHub
import PersonaVectorsTesting
import Safetensors
import Testing

struct PushTests {
    private static let model = "org/model"
    private static let config = "org__model__answer_mean"

    private func localStore(
        _ hub: TestHub, _ folder: String = "local", model: String = model,
        mask: MaskStrategy = .answerMean
    ) throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: model, rootDirectory: hub.folder.appending(path: folder),
            maskStrategy: mask, durability: .processCrash)
    }

    private func fill(
        _ store: PersonaVectorStore, _ variants: [PromptVariant] = PromptVariant.defaults,
        count: Int = 3, offset: Float = 0
    ) throws {
        for variant in variants {
            try store.saveBatch(
                (0..<count).map { index in
                    PersonaVectorToSave(
                        personaID: "p\(count - index)", personaName: "Zoë “\(index)”",
                        vector: try PersonaVector(
                            floats: (0..<6).map { Float(index * 6 + $0) / 8 + offset },
                            layerCount: 2, hiddenSize: 3),
                        sampleIDs: ["q\(index)"])
                }, variant: variant)
        }
    }

    private func push(
        _ hub: TestHub, _ repository: String, _ store: PersonaVectorStore,
        cache: String = "pusher", _ change: (inout PushOptions) -> Void = { _ in }
    ) async throws -> PushReport {
        var options = PushOptions()
        change(&options)
        return try await pushToHub(
            repository, modelName: store.modelName, maskStrategy: store.maskStrategy,
            rootDirectory: store.rootDirectory, options: options, client: hub.client(cache: cache))
    }

    private func card(_ hub: TestHub, _ repository: String) async throws -> String {
        let client = try hub.client(cache: "reader-\(UUID().uuidString)")
        let url = try await client.download(
            HubFile("README.md", in: RepositoryID(repository)))
        return try String(contentsOf: url, encoding: .utf8)
    }

    @Test func whatIsPushedIsReadBack() async throws {
        try await withTestHub { hub in
            let store = try localStore(hub)
            try fill(store)
            let report = try await push(hub, "alice/new", store)
            #expect(report.isNewRepository && report.variants == PromptVariant.defaults)
            #expect(
                report.files.map(\.path) == [
                    "README.md", "\(Self.config)/biography-00000-of-00001.parquet",
                    "\(Self.config)/templated-00000-of-00001.parquet",
                ])
            let remote = HFPersonaVectorStore(
                repository: try RepositoryID("alice/new"), modelName: Self.model,
                client: try hub.client())
            #expect(try await remote.commit == report.commit)
            #expect(try await remote.availableVariants() == [.biography, .templated])
            for variant in PromptVariant.defaults {
                for id in ["p1", "p2", "p3"] {
                    #expect(
                        try await remote.load(variant, personaID: id).floats()
                            == store.load(variant, personaID: id).floats())
                    #expect(
                        try await remote.personaSampleIDs(variant, personaID: id)
                            == store.personaSampleIDs(variant, personaID: id))
                }
            }
        }
    }

    @Test func theSameAgainChangesNothingAndSendsNothing() async throws {
        try await withTestHub { hub in
            let store = try localStore(hub)
            try fill(store)
            let first = try await push(hub, "alice/again", store)
            hub.server.log.reset()
            let second = try await push(hub, "alice/again", store, cache: "elsewhere")
            #expect(second.commit == first.commit && !second.hasChanges)
            #expect(hub.records.allSatisfy { $0.method == "GET" || $0.method == "HEAD" })
        }
    }

    @Test func onlyChangedShardsAreSentAndStaleOnesGo() async throws {
        try await withTestHub { hub in
            let store = try localStore(hub)
            try fill(store)
            _ = try await push(hub, "alice/stale", store) { $0.maxShardSize = 30 }
            let more = PersonaVectorToSave(
                personaID: "p9", personaName: "",
                vector: try store.load(.biography, personaID: "p1"))
            try store.saveBatch([more], variant: .biography)
            let report = try await push(hub, "alice/stale", store) { options in
                options.maxShardSize = 70
            }
            let changes = Dictionary(
                grouping: report.files, by: { $0.change }
            ).mapValues { $0.map(\.path).sorted() }
            let path = { (name: String) in "\(Self.config)/\(name).parquet" }
            #expect(
                changes[.removed] == [
                    path("biography-00000-of-00003"), path("biography-00001-of-00003"),
                    path("biography-00002-of-00003"), path("templated-00000-of-00003"),
                    path("templated-00001-of-00003"), path("templated-00002-of-00003"),
                ])
            #expect(changes[.changed] == ["README.md"])
            let remote = HFPersonaVectorStore(
                repository: try RepositoryID("alice/stale"), modelName: Self.model,
                client: try hub.client())
            #expect(
                try await remote.listPersonas(variants: [.biography]) == ["p1", "p2", "p3", "p9"])
        }
    }

    @Test func theCardKeepsWhatItDoesNotKnow() async throws {
        let card = """
            ---
            # A comment.
            license: mit
            configs:
            - config_name: a-config   # ours
              data_files: x.csv
            - config_name: \(Self.config)
              description: Our vectors.
              data_files:
              - split: biography
                path: "\(Self.config)/biography-*.parquet"
            - config_name: z-config
              data_files: y.csv

            # About the tags.
            tags: [x, y]
            ---
            # Prose ---

            that stays.
            """
        try await withTestHub { hub in
            let repository = try await hub.publish([
                .add(path: "README.md", content: .bytes(Array(card.utf8)))
            ])
            let store = try localStore(hub)
            try fill(store, [.templated])
            _ = try await push(hub, "\(repository)", store)
            let new = try await self.card(hub, "\(repository)")
            let expected =
                card.replacing(
                    """
                        path: "\(Self.config)/biography-*.parquet"

                    """,
                    with: """
                            path: \(Self.config)/biography-*.parquet
                          - split: templated
                            path: \(Self.config)/templated-*

                        """)
            let rest = expected.split(separator: "tags: [x, y]\n", maxSplits: 1).map(String.init)
            #expect(new.hasPrefix(rest[0]), "\(new)")
            #expect(new.hasSuffix("\n" + rest[1].drop { $0 == "\n" }), "\(new)")
            #expect(new.contains("dataset_info:\n- config_name: \(Self.config)\n"))
        }
    }

    /// The card of the original's script lists two splits and has no `dataset_info`; a push of one
    /// variant by `datasets` then makes the repository unloadable.
    @Test func everySplitOfTheConfigGetsItsInfo() async throws {
        try await withTestHub { hub in
            let repository = try await hub.publish(
                "push",
                replacing: [
                    "README.md": Fixtures.hub.appending(path: "readme_script/README.md")
                ])
            let store = try localStore(hub, model: "test-org/tiny-model.v1")
            let rows = try (0..<2).map { index in
                try PersonaVectorToSave(
                    personaID: "n\(index)", personaName: "N",
                    vector: PersonaVectorSourceFloats.vector(layers: 3, hidden: 8))
            }
            try store.saveBatch(rows, variant: .templated)
            _ = try await push(hub, "\(repository)", store)
            let card = try await self.card(hub, "\(repository)")
            #expect(
                card.contains(
                    """
                      - name: biography
                        num_bytes:
                    """), "\(card)")
            #expect(card.contains("    num_examples: 5\n"))
            #expect(card.contains("  - name: templated\n"))
        }
    }

    @Test func twoPushesOfDifferentConfigsAtOnceBothSurvive() async throws {
        try await withTestHub { hub in
            let masks: [MaskStrategy] = [.answerMean, .personaMean, .answerLast]
            for mask in masks { try fill(try localStore(hub, mask: mask)) }
            try await hub.client(cache: "maker").createRepository(try RepositoryID("alice/race"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for mask in masks {
                    group.addTask {
                        _ = try await push(
                            hub, "alice/race", localStore(hub, mask: mask),
                            cache: "pusher-\(mask)")
                    }
                }
                try await group.waitForAll()
            }
            let models = try await listHubVectorModels(
                in: "alice/race", client: try hub.client())
            #expect(Set(models.map(\.maskStrategy)) == Set(masks))
            for mask in masks {
                let remote = HFPersonaVectorStore(
                    repository: try RepositoryID("alice/race"), modelName: Self.model,
                    maskStrategy: mask, client: try hub.client())
                #expect(try await remote.listPersonas() == ["p1", "p2", "p3"])
            }
        }
    }

    @Test func aCommitThatCameFirstIsMergedWith() async throws {
        try await withTestHub { hub in
            let store = try localStore(hub)
            try fill(store)
            _ = try await push(hub, "alice/moved", store)
            hub.faults.add(HubFault(.status(412), method: "POST", path: "/commit/main"))
            try fill(store, offset: 1)
            let report = try await push(hub, "alice/moved", store)
            #expect(report.files.contains { $0.change == .changed })
            let commits = hub.records.filter {
                $0.method == "POST" && $0.path.contains("/commit/")
            }
            #expect(commits.suffix(2).map(\.status) == [412, 200])
        }
    }

    @Test func aDryRunSaysWhatWouldHappenAndChangesNothing() async throws {
        try await withTestHub { hub in
            let store = try localStore(hub)
            try fill(store)
            let report = try await push(hub, "alice/dry", store) { $0.isDryRun = true }
            #expect(report.isNewRepository && report.commit == nil && report.uploadedBytes == 0)
            #expect(report.files.map(\.change) == [.new, .new, .new])
            #expect(hub.records.allSatisfy { $0.method == "GET" || $0.method == "HEAD" })
        }
    }

    @Test func whatIsNotFitIsNotPushed() async throws {
        try await withTestHub { hub in
            let store = try localStore(hub)
            try store.save(
                PersonaVector(floats: [1, .nan], layerCount: 1, hiddenSize: 2),
                variant: .templated, personaID: "bad", personaName: "Bad")
            let error = await #expect(throws: ArtifactError.self) {
                _ = try await push(hub, "alice/bad", store)
            }
            #expect(error?.code == .invalidTensorFile && error?.personaID == "bad")
            #expect(
                error?.message.hasSuffix(
                    "layer 0, feature 1 is NaN or infinite. Run 'persona-vectors verify' to see all,"
                        + " and push with '--no-verify' if this is meant.") == true)
            #expect(hub.records.isEmpty)
            _ = try await push(hub, "alice/bad", store) { $0.verifies = false }
            let nothing = await #expect(throws: ArtifactError.self) {
                _ = try await push(hub, "alice/bad", localStore(hub, model: "org/none"))
            }
            #expect(nothing?.code == .notFound)
            let odd = try localStore(hub, model: "org/odd")
            try odd.save(
                PersonaVector(floats: [1], layerCount: 1, hiddenSize: 1), variant: .templated,
                personaID: "a", personaName: "A")
            _ = try await push(hub, "alice/bad", odd)
            try fill(try localStore(hub, "other", model: "org/odd"), [.biography])
            let shape = await #expect(throws: ArtifactError.self) {
                _ = try await push(hub, "alice/bad", localStore(hub, "other", model: "org/odd"))
            }
            #expect(
                shape?.message
                    == "The config 'org__odd__answer_mean' has vectors of 1 × 1 in its split"
                    + " 'templated'; those to be pushed are 2 × 3. A config has one shape: push all"
                    + " of its variants at once, or choose another model name.")
        }
    }

    @Test func whatCannotBeMergedIsFoundBeforeAnythingIsSent() async throws {
        try await withTestHub { hub in
            let store = try localStore(hub)
            try fill(store)
            let repository = try await hub.publish([
                .add(path: "README.md", content: .bytes(Array("---\nconfigs: [\n---\n".utf8)))
            ])
            let card = await #expect(throws: ArtifactError.self) {
                _ = try await push(hub, "\(repository)", store)
            }
            #expect(card?.code == .invalidManifest)
            let uneven = try localStore(hub, model: "org/uneven")
            try fill(uneven, [.biography])
            try uneven.save(
                PersonaVectorSourceFloats.vector(layers: 1, hidden: 3), variant: .templated,
                personaID: "p1", personaName: "")
            let shape = await #expect(throws: ArtifactError.self) {
                _ = try await push(hub, "alice/uneven", uneven)
            }
            #expect(shape?.code == .invalidShape)
            #expect(hub.records.allSatisfy { $0.method == "GET" || $0.method == "HEAD" })
        }
    }

    @Test func whatIsPulledIsWhatWasPushed() async throws {
        try await withTestHub { hub in
            let store = try localStore(hub)
            try fill(store)
            _ = try await push(hub, "alice/pull", store)
            let remote = HFPersonaVectorStore(
                repository: try RepositoryID("alice/pull"), modelName: Self.model,
                client: try hub.client())
            let target = try localStore(hub, "pulled")
            let pulled = try await remote.pull(to: target.rootDirectory)
            #expect(pulled.map(\.variant) == [.biography, .templated])
            #expect(pulled.allSatisfy { $0.added == ["p1", "p2", "p3"] })
            for variant in PromptVariant.defaults {
                #expect(try store.compare(variant, with: target).isEqual)
            }
            #expect(try target.verify().isClean)
            let again = try await remote.pull(to: target.rootDirectory)
            #expect(again.allSatisfy { $0.unchanged.count == 3 })
            let some = try localStore(hub, "some")
            var options = PullOptions()
            options.variants = [.templated]
            options.personaIDs = ["p2"]
            options.layers = [1]
            _ = try await remote.pull(to: some.rootDirectory, options: options)
            #expect(try some.listPersonas(variants: [.templated]) == ["p2"])
            #expect(
                try some.load(.templated, personaID: "p2").floats()
                    == store.load(.templated, personaID: "p2").layer(1))
            options.personaIDs = ["nobody"]
            let error = await #expect(throws: ArtifactError.self) {
                try await remote.pull(to: some.rootDirectory, options: options)
            }
            #expect(error?.code == .notFound)
        }
    }

    @Test func datasetsLoadsWhatWePushed() async throws {
        try await withTestHub { hub in
            let store = try localStore(hub)
            try fill(store)
            _ = try await push(hub, "alice/python", store)
            let other = try localStore(hub, mask: .personaMean)
            try fill(other, [.templated], offset: 5)
            _ = try await push(hub, "alice/python", other) { $0.compression = .zstd }
            let answer = try JSON(
                await InteropPython.runBeside(
                    script: "vectors_hub_load.py",
                    arguments: [
                        hub.endpoint, hub.folder.appending(path: "python").path, "alice/python",
                    ]))
            #expect(
                answer["configs"].strings == [Self.config, "org__model__persona_mean"])
            let splits = [
                "\(Self.config)/biography", "\(Self.config)/templated",
                "org__model__persona_mean/templated",
            ]
            #expect(answer["splits"].keys == splits)
            for name in splits {
                let split = answer["splits"][name]
                #expect(split["feature"].string == "Array2D")
                #expect(split["shape"][0].int == 2 && split["shape"][1].int == 3)
                let source = name.contains("persona_mean") ? other : store
                let variant: PromptVariant = name.hasSuffix("biography") ? .biography : .templated
                for (index, id) in ["p1", "p2", "p3"].enumerated() {
                    let row = split["rows"][index]
                    #expect(row["persona_id"].string == id)
                    #expect(
                        row["sample_ids"].strings
                            == (try source.personaSampleIDs(variant, personaID: id)))
                    let values = try source.load(variant, personaID: id).layer(1)
                    #expect(row["vector"][1][2].double == Double(values[2]))
                }
            }
        }
    }
}

/// A vector whose values do not matter.
enum PersonaVectorSourceFloats {
    static func vector(layers: Int, hidden: Int) throws -> PersonaVector {
        try PersonaVector(
            floats: Array(repeating: 1, count: layers * hidden), layerCount: layers,
            hiddenSize: hidden)
    }
}
