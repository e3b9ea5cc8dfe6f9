import Foundation
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsTesting
import Testing

@testable import PersonaVectorsCommands

/// Repositories as options name them, and files that the cache has without a listing.
struct HubFolderTests {
    private let commit = String(repeating: "c0", count: 20)

    @Test(arguments: [
        ("org/m", "org/m", "main"), ("org/m@v1", "org/m", "v1"), ("org/m@a@b", "org/m", "a@b"),
    ])
    func namesMayCarryARevision(_ text: String, _ name: String, _ revision: String) {
        #expect(HubFolder(text, kind: .model)?.repository.description == name)
        #expect(HubFolder(text, kind: .model)?.revision == revision)
    }

    @Test(arguments: ["", "m", "./m", "a/b/c", "/m", "@main", "org/..", "org/m.git"])
    func otherTextIsNoName(_ text: String) {
        #expect(HubFolder(text, kind: .model) == nil)
    }

    @Test func aFolderOfTheCacheSaysWhatItIs() throws {
        let folder = try TemporaryFolder()
        let snapshot = folder.url.appending(path: "models--org--m/snapshots/\(commit)")
        try FileManager.default.createDirectory(at: snapshot, withIntermediateDirectories: true)
        #expect(ModelLocation(snapshot).modelID == "org/m")
        #expect(ModelLocation(snapshot).commit == commit)
        #expect(ModelLocation(folder.url).modelID == folder.url.lastPathComponent)
        #expect(ModelLocation(folder.url).commit == nil)
    }

    /// What `hf download` left behind is enough, without a network.
    @Test func aModelOfTheCacheIsExtractedWith() async throws {
        var runner = try CommandRunner()
        let model = runner.folder.url.appending(path: "hub/models--org--tiny")
        try TinyChatModel.write(to: model.appending(path: "snapshots/\(commit)"))
        let references = model.appending(path: "refs")
        try FileManager.default.createDirectory(at: references, withIntermediateDirectories: true)
        try Data(commit.utf8).write(to: references.appending(path: "main"))
        runner.environment = ["HF_HUB_CACHE": runner.path("hub"), "HF_HUB_OFFLINE": "1"]
        let outcome = await runner(
            "extract", "--model", "org/tiny", "--personas", Fixtures.path("personas"),
            "--persona-id", "bo", "--n-train", "1", "--variant", "templated", "--quiet")
        #expect(outcome == .init(status: 0, output: "bo\n", errors: ""))
        let store = try PersonaVectorStore(
            modelName: "org/tiny",
            rootDirectory: runner.folder.url.appending(path: "artifacts/activations"))
        let provenance = try store.load(.templated, personaID: "bo").provenance
        #expect(provenance?.modelID == "org/tiny")
        #expect(provenance?.modelRevision == commit)
        let missing = await runner(
            "extract", "--model", "org/other", "--personas", Fixtures.path("personas"))
        #expect(missing.status == 1)
        #expect(missing.errors.hasPrefix("Error: "))
        #expect(missing.errors.contains("org/other"))
    }
}
