import Foundation
import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import PersonaVectorsTesting
import Testing

/// What PyPI's `datasets` pushes to a private repository of the embedded Hub, read by both.
struct OfficialPushTests {
    private func peer(_ hub: TestHub, _ command: String, _ arguments: String...) async throws
        -> JSON
    {
        try JSON(
            await InteropPython.runBeside(
                script: "hub_peer.py",
                arguments: [
                    hub.endpoint, TestHub.Token.alice, hub.folder.appending(path: "python").path,
                    command,
                ] + arguments))
    }

    @Test func aPrivateRepositoryIsPushedListedAndLoaded() async throws {
        try await withTestHub { hub in
            let pushed = try await peer(hub, "push_private", "alice/theirs", pushedConfig)
            #expect(pushed["private"].bool == true)
            let configs = try await peer(hub, "configs", "alice/theirs")
            #expect(configs[pushedConfig].strings == ["templated", "biography"])
            let rows = try await peer(hub, "rows", "alice/theirs", pushedConfig, "templated")
            #expect(rows[3]["persona_id"].string == "templated-3")

            let store = try hub.pushed("alice/theirs")
            #expect(try await store.availableVariants() == [.biography, .templated])
            let ids = try await store.listPersonas(variants: [.biography])
            #expect(ids == (0..<4).map { "biography-\($0)" })
            #expect(
                try await store.load(.biography, personaID: "biography-3").floats()
                    == [3, 4, 5, 3.5, 4.5, 5.5])
            #expect(
                try await store.personaSampleIDs(.biography, personaID: "biography-2") == ["s2"])
            for token in [nil, TestHub.Token.bob] {
                let error = await #expect(throws: HubError.self) {
                    try await hub.pushed("alice/theirs") { $0.token = token }.listPersonas()
                }
                #expect(error?.code == .repositoryNotFound)
            }
        }
    }
}
