import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import Safetensors
import Testing

/// A push in a process of its own, ended at once in the middle.
struct KilledPushTests {
    private static var executable: URL {
        #if os(macOS)
        for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
            return bundle.bundleURL.deletingLastPathComponent().appending(path: "persona-vectors")
        }
        #endif
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "persona-vectors")
    }

    private func save(_ value: Float, in store: PersonaVectorStore) throws {
        try store.save(
            PersonaVector(floats: [value, 1], layerCount: 1, hiddenSize: 2), variant: .templated,
            personaID: "a", personaName: "A")
    }

    @Test(arguments: ["/preupload/main", "/info/lfs/objects/batch", "/commit/main"])
    func leavesTheRepositoryAsItWasAndTheNextPushFinishes(heldAt path: String) async throws {
        try await withTestHub { hub in
            let root = hub.folder.appending(path: "local")
            let store = try PersonaVectorStore(
                modelName: "m", rootDirectory: root, durability: .processCrash)
            try save(1, in: store)
            let client = try hub.client()
            let first = try await pushToHub(
                "alice/killed", modelName: "m", rootDirectory: root, client: client)
            try save(2, in: store)
            hub.server.log.reset()
            hub.faults.add(HubFault(.delay(.seconds(30)), method: "POST", path: path))

            let process = Process()
            process.executableURL = Self.executable
            process.arguments = [
                "push", "--repo", "alice/killed", "--activations-dir", root.path, "--quiet",
            ]
            process.environment = [
                "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": TestHub.Token.alice,
                "HF_HOME": hub.folder.appending(path: "child").path,
            ]
            try process.run()
            // It has asked all that comes before the held request once the fault is taken.
            while hub.faults.isPending, process.isRunning {
                try await Task.sleep(for: .milliseconds(20))
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal)

            #expect(
                try await client.resolveRevision(of: RepositoryID("alice/killed")) == first.commit)
            let second = try await pushToHub(
                "alice/killed", modelName: "m", rootDirectory: root, client: client)
            #expect(second.commit != first.commit)
            let remote = HFPersonaVectorStore(
                repository: try RepositoryID("alice/killed"), modelName: "m", client: client)
            #expect(try await remote.load(.templated, personaID: "a").floats() == [2, 1])
        }
    }
}
