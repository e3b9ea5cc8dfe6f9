import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import PersonaVectorsTesting
import Safetensors
import Testing

/// Pushes and pulls in processes of their own.
struct ProcessTests {
    private func start(_ hub: TestHub, _ arguments: String...) throws -> Process {
        let process = Process()
        process.executableURL = BuiltProgram.url()
        process.arguments = arguments + ["--quiet"]
        process.environment = [
            "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": TestHub.Token.alice,
            "HF_HOME": hub.folder.appending(path: "child").path,
            "TMPDIR": hub.folder.path,
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func save(_ value: Float, _ ids: [String] = ["a"], in store: PersonaVectorStore) throws
    {
        try store.saveBatch(
            ids.map { id in
                PersonaVectorToSave(
                    personaID: id, personaName: "A",
                    vector: try PersonaVector(
                        floats: [value, 1], layerCount: 1, hiddenSize: 2))
            }, variant: .templated)
    }

    private func store(_ hub: TestHub, _ folder: String) throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: "m", rootDirectory: hub.folder.appending(path: folder),
            durability: .processCrash)
    }

    /// Ends a process at once when it has asked all that comes before the held request.
    private func killWhenHeld(_ process: Process, _ hub: TestHub) async throws {
        while hub.faults.isPending, process.isRunning {
            try await Task.sleep(for: .milliseconds(20))
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
    }

    /// A place of a push at which it is held.
    struct Hold: Sendable {
        var method = "POST"
        let path: String
        /// Whether the Hub has done what was asked by then.
        var isDone = false

        var fault: HubFault {
            HubFault(
                isDone ? .delayAnswer(.seconds(30)) : .delay(.seconds(30)), method: method,
                path: path)
        }
    }

    static let holds = [
        Hold(path: "/preupload/main"), Hold(path: "/info/lfs/objects/batch"),
        Hold(method: "PUT", path: "/s3/"), Hold(method: "PUT", path: "/s3/", isDone: true),
        Hold(path: "/commit/main"),
    ]

    @Test(arguments: holds)
    func aKilledPushLeavesTheRepositoryAsItWasAndTheNextFinishes(hold: Hold) async throws {
        try await withTestHub { hub in
            let store = try store(hub, "local")
            try save(1, in: store)
            let client = try hub.client()
            let first = try await pushToHub(
                "alice/killed", modelName: "m", rootDirectory: store.rootDirectory, client: client)
            try save(2, in: store)
            hub.server.log.reset()
            hub.faults.add(hold.fault)
            let process = try start(
                hub, "push", "--repo", "alice/killed", "--activations-dir",
                store.rootDirectory.path)
            try await killWhenHeld(process, hub)

            #expect(
                try await client.resolveRevision(of: RepositoryID("alice/killed")) == first.commit)
            let second = try await pushToHub(
                "alice/killed", modelName: "m", rootDirectory: store.rootDirectory, client: client)
            #expect(second.commit != first.commit)
            let remote = HFPersonaVectorStore(
                repository: try RepositoryID("alice/killed"), modelName: "m", client: client)
            #expect(try await remote.load(.templated, personaID: "a").floats() == [2, 1])
        }
    }

    @Test func aPushThatIsKilledAfterTheCommitIsWhole() async throws {
        try await withTestHub { hub in
            let store = try store(hub, "local")
            try save(1, in: store)
            let client = try hub.client()
            let first = try await pushToHub(
                "alice/killed", modelName: "m", rootDirectory: store.rootDirectory, client: client)
            try save(2, in: store)
            hub.faults.add(Hold(path: "/commit/main", isDone: true).fault)
            let process = try start(
                hub, "push", "--repo", "alice/killed", "--activations-dir",
                store.rootDirectory.path)
            let repository = try RepositoryID("alice/killed")
            // The fault is used up before the commit is made: the commit itself says when it is.
            while try await client.resolveRevision(of: repository) == first.commit,
                process.isRunning
            {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await killWhenHeld(process, hub)

            let head = try await client.resolveRevision(of: repository)
            #expect(head != first.commit)
            let remote = HFPersonaVectorStore(
                repository: repository, modelName: "m", client: client)
            #expect(try await remote.load(.templated, personaID: "a").floats() == [2, 1])
            let next = try await pushToHub(
                "alice/killed", modelName: "m", rootDirectory: store.rootDirectory, client: client)
            #expect(!next.hasChanges && next.commit == head)
        }
    }

    @Test func noShardIsOnTheDiskAnyMoreWhenTheCommitIsMade() async throws {
        try await withTestHub { hub in
            let store = try store(hub, "local")
            try save(1, (0..<6).map { "p\($0)" }, in: store)
            hub.faults.add(HubFault(.delay(.seconds(30)), method: "POST", path: "/commit/main"))
            let process = try start(
                hub, "push", "--repo", "alice/lean", "--activations-dir",
                store.rootDirectory.path, "--max-shard-size", "10B")
            try await killWhenHeld(process, hub)
            let sent = hub.records.filter { $0.method == "PUT" && $0.isStorage }
            #expect(sent.count == 5)
            let left = try FileManager.default.subpathsOfDirectory(atPath: hub.folder.path)
                .filter { $0.hasPrefix("persona-vectors-push-") && $0.hasSuffix(".parquet") }
            #expect(left == [])
        }
    }

    /// The shards that pushes have in the folder for what is passing.
    private func shards(_ hub: TestHub) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: hub.folder.path)
            .filter { $0.hasPrefix("persona-vectors-push-") && $0.hasSuffix(".parquet") }
    }

    /// Waits without holding a thread, of which the Hub needs some to answer.
    private func status(of process: Process) async throws -> Int32 {
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        return process.terminationStatus
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func theNextPushRemovesWhatOneThatWasEndedLeft(signal: Int32) async throws {
        try await withTestHub { hub in
            let store = try store(hub, "local")
            try save(1, in: store)
            let push = { (repository: String) in
                try start(
                    hub, "push", "--repo", repository, "--activations-dir",
                    store.rootDirectory.path)
            }
            hub.faults.add(Hold(path: "/preupload/main").fault)
            let held = try push("alice/held")
            while hub.faults.isPending, held.isRunning {
                try await Task.sleep(for: .milliseconds(20))
            }
            let left = try shards(hub)
            #expect(left.count == 1)

            let beside = try push("alice/beside")
            #expect(try await status(of: beside) == 0)
            #expect(try shards(hub) == left, "it was still in use")

            kill(held.processIdentifier, signal)
            held.waitUntilExit()
            #expect(try shards(hub) == left)
            let next = try push("alice/next")
            #expect(try await status(of: next) == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: hub.folder.path)
            #expect(names.filter { $0.hasPrefix("persona-vectors-") } == [])
        }
    }

    @Test func twoProcessesThatWantOneFileDownloadItOnce() async throws {
        try await withTestHub { hub in
            let values = [Float](repeating: 0.5, count: 8 * 4096)
            let content = try hub.shard(
                (0..<30).map { Row(id: "p\($0)", values: values) }, layers: 8, hidden: 4096)
            let repository = try await hub.publish([
                .add(path: "m__answer_mean/templated-00000-of-00001.parquet", content: content),
                card("m__answer_mean", ["templated"]),
            ])
            // Slow enough that the second asks while the first is being answered.
            hub.faults.add(HubFault(.delay(.milliseconds(400)), path: "/cdn/", count: 8))
            let pulls = try ["one", "two"].map { folder in
                try start(
                    hub, "pull", "--repo", "\(repository)", "--activations-dir",
                    hub.folder.appending(path: folder).path)
            }
            for pull in pulls { pull.waitUntilExit() }
            #expect(pulls.map(\.terminationStatus) == [0, 0])
            for folder in ["one", "two"] {
                #expect(try store(hub, folder).listPersonas(variants: [.templated]).count == 30)
            }
            let size = 30 * 8 * 4096 * 4
            let sent = hub.records.filter(\.isStorage).reduce(0) { $0 + $1.sentBytes }
            #expect(sent > size && sent < size * 3 / 2, "\(sent) of \(size)")
        }
    }
}
