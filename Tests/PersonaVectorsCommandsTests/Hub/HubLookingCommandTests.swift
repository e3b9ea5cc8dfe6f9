import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectors
import Safetensors
import Testing

@testable import PersonaVectorsCommands

/// Looking at parts of a dataset repository, and planning a pull of it.
@Suite struct HubLookingCommandTests {
    /// A Hub with three personas of 64 × 1024 values in two variants of some models.
    private func withFilledHub(
        models: [String] = ["org/model"],
        _ body: @escaping @Sendable (CommandRunner, TestHub) async throws -> Void
    ) async throws {
        try await withTestHub { hub in
            let run = try CommandRunner(environment: [
                "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": TestHub.Token.alice,
                "HF_HOME": hub.folder.appending(path: "home").path,
                // A busy machine is not a broken connection.
                "HF_HUB_ETAG_TIMEOUT": "120", "HF_HUB_DOWNLOAD_TIMEOUT": "120",
            ])
            for model in models {
                let store = try PersonaVectorStore(
                    modelName: model,
                    rootDirectory: run.folder.url.appending(path: "artifacts/activations"),
                    durability: .processCrash)
                for (index, variant) in PromptVariant.defaults.enumerated() {
                    try store.saveBatch(try Self.personas(seed: index), variant: variant)
                }
                let pushed = await run("push", "--repo", "alice/vectors", "--model", model)
                #expect(pushed.status == 0, "\(pushed.errors)")
            }
            try await body(run, hub)
        }
    }

    private static func personas(seed: Int) throws -> [PersonaVectorToSave] {
        try (0..<3).map { index in
            let values = noise(64 * 1024, seed: UInt64(seed * 3 + index)).map { Float($0) }
            return PersonaVectorToSave(
                personaID: "p-\(index)", personaName: "P \(index)",
                vector: try PersonaVector(floats: values, layerCount: 64, hiddenSize: 1024))
        }
    }

    /// The same runner with caches that are empty.
    private func afresh(_ run: CommandRunner, _ hub: TestHub) -> CommandRunner {
        var run = run
        run.environment["HF_HOME"] = hub.folder.appending(path: UUID().uuidString).path
        hub.server.log.reset()
        return run
    }

    private func show(_ run: CommandRunner, _ arguments: String...) async throws -> PersonaShown {
        let outcome = await run.run(
            ["show", "p-1", "--variant", "biography", "--format", "json"] + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let shown = try JSONDecoder().decode(
            [PersonaShown].self, from: Data(outcome.output.utf8))
        return try #require(shown.first)
    }

    private struct PersonaShown: Decodable {
        struct Layer: Decodable, Equatable {
            let layer: Int
            let norm: Double
        }

        let numLayers: Int
        let layers: [Layer]
        let provenance: [String: String]

        enum CodingKeys: String, CodingKey {
            case numLayers = "num_layers"
            case layers, provenance
        }
    }

    @Test func layersAreShownWithoutTheRest() async throws {
        try await withFilledHub { run, hub in
            let local = try await show(run, "--layers", "40", "7")
            let remote = afresh(run, hub)
            let shown = try await show(remote, "--hub", "alice/vectors", "--layers", "40", "7")
            // The end of the file, which tells where everything is, and two rows of 4 KiB.
            let sent = hub.records.reduce(0) { $0 + $1.sentBytes }
            #expect(sent < 140_000, "a persona has \(64 * 1024 * 4) bytes")
            #expect(shown.numLayers == 64)
            #expect(shown.layers.map(\.layer) == [40, 7])
            #expect(shown.layers == local.layers)
            #expect(Set(shown.provenance.keys).isSuperset(of: ["hub_repository", "hub_commit"]))
            #expect(shown.provenance["layers"] == nil)

            let table = await remote(
                "show", "p-1", "--variant", "biography", "--hub", "alice/vectors", "--layers", "40")
            #expect(table.output.contains("64 layers × 1024"), "\(table.output)")
            let wrong = await remote("show", "p-1", "--hub", "alice/vectors", "--layers", "64")
            #expect(
                wrong.errors
                    == "Error: There is no layer 64 in the vector of 'p-1'; it has layers 0 to"
                    + " 63.\n")
        }
    }

    @Test func personasOfTheHubAreCompared() async throws {
        try await withFilledHub { run, hub in
            let variants = ["--variants", "templated", "biography"]
            let cases = [
                ["p-0", "p-2", "--variant", "biography"], ["p-1", "p-1", "--variant", "templated"],
                ["p-0", "p-2"] + variants, ["p-1", "p-1"] + variants,
            ]
            for arguments in cases {
                let local = await run.run(["diff"] + arguments)
                let remote = await afresh(run, hub).run(
                    ["diff", "--hub", "alice/vectors"] + arguments)
                #expect(remote.status == local.status)
                #expect(remote.output == local.output && !remote.output.isEmpty)
                #expect(remote.errors.isEmpty, "\(remote.errors)")
            }
            let one = await run("diff", "p-0", "--hub", "alice/vectors")
            #expect(one.status == 64)
            #expect(
                one.errors.hasPrefix(
                    "Error: With '--hub' name two personas of the repository, or nothing to compare"
                        + " the local store with it."), "\(one.errors)")
            let missing = await run("diff", "p-0", "p-9", "--hub", "alice/vectors")
            #expect(missing.status == 1)
            #expect(missing.errors.hasPrefix("Error: No persona 'p-9' in "))
            let stray = await run("diff", "p-0", "p-1", "--stats")
            #expect(stray.status == 64)
        }
    }

    @Test func variantsOfSeveralModelsNameThem() async throws {
        try await withFilledHub(models: ["org/model", "org/other"]) { run, _ in
            let all = await run("hub", "variants", "alice/vectors")
            #expect(
                all.output == """
                    MODEL      MASK STRATEGY  VARIANT    PERSONAS  LAYERS  BASELINE
                    org/model  answer_mean    biography         3      64  no
                    org/model  answer_mean    templated         3      64  no
                    org/other  answer_mean    biography         3      64  no
                    org/other  answer_mean    templated         3      64  no

                    """)
            let one = await run("hub", "variants", "alice/vectors", "--model", "org/other")
            #expect(one.output.hasPrefix("MASK STRATEGY  VARIANT "))
        }
    }

    @Test func hintsLeadToTheHub() async throws {
        try await withFilledHub { run, _ in
            let model = await run("hub", "personas", "alice/vectors", "--model", "google/gemma")
            #expect(
                model.errors == "Error: No model 'google/gemma' in alice/vectors. Run"
                    + " 'persona-vectors hub models alice/vectors' to see what there is.\n")
            let variant = await run("list", "--hub", "alice/vectors", "--variant", "interviews")
            #expect(
                variant.errors == "Error: No variant 'interviews' in alice/vectors, org/model,"
                    + " answer_mean. Run 'persona-vectors hub variants alice/vectors' to see what"
                    + " there is.\n")
        }
    }

    @Test func aPlannedPullNamesAllConflicts() async throws {
        try await withFilledHub { run, _ in
            let pull = ["pull", "--repo", "alice/vectors", "--variant", "biography"]
            let there = pull + ["--activations-dir", "there"]
            #expect(await run.run(there).status == 0)
            try run.write(
                #"{"id": "p-0", "vector": \#(Self.zeros)}"# + "\n"
                    + #"{"id": "p-2", "vector": \#(Self.zeros)}"# + "\n", to: "other.jsonl")
            let imported = await run(
                "import", "other.jsonl", "--model", "org/model", "--variant", "biography",
                "--activations-dir", "there", "--replace")
            #expect(imported.status == 0, "\(imported.errors)")
            let plan = await run.run(there + ["--dry-run"])
            #expect(plan.status == 1)
            #expect(
                plan.output == """
                    VARIANT    ADDED  CONFLICTS  UNCHANGED
                    biography      0          2          1

                    CONFLICT  VARIANT
                    p-0       biography
                    p-2       biography

                    """)
            #expect(
                plan.errors == "Nothing was written: this was a dry run.\n"
                    + "Error: The store has 'p-0', 'p-2' with other content, which a pull would not"
                    + " overwrite. Pass --replace to overwrite it, or remove it first.\n")
            let replacing = await run.run(there + ["--dry-run", "--replace", "-q"])
            #expect(replacing == .init(status: 0, output: "p-0\np-2\n", errors: ""))
            #expect(await run.run(there).status == 1)
        }
    }

    private static let zeros =
        "["
        + Array(
            repeating: "[" + Array(repeating: "0", count: 1024).joined(separator: ",") + "]",
            count: 64
        ).joined(separator: ",") + "]"

    @Test func pullTakesPersonasUnderBothNames() async throws {
        try await withFilledHub { run, _ in
            let pull = ["pull", "--repo", "alice/vectors", "--variant", "biography", "-q"]
            for (index, name) in ["--personas", "--persona-ids"].enumerated() {
                let folder = ["--activations-dir", "pulled-\(index)"]
                let pulled = await run.run(pull + folder + [name, "p-1", "p-0"])
                #expect(pulled == .init(status: 0, output: "p-0\np-1\n", errors: ""))
                let twice = await run.run(pull + folder + [name, "p-1", "p-1"])
                #expect(twice.status == 64)
                #expect(twice.errors.hasPrefix("Error: The persona 'p-1' is named twice."))
            }
        }
    }

    /// As `alice/vectors@4677ee0` in what is shown.
    @Test func theFirstDigitsOfACommitAreARevision() async throws {
        try await withFilledHub { run, hub in
            _ = await run("hub", "models", "alice/vectors")
            let commit = try await hub.client(cache: "home").snapshot(
                of: RepositoryID("alice/vectors")
            ).commit
            let digits = String(commit.hex.prefix(7))
            let listed = await run("hub", "models", "alice/vectors", "--revision", digits, "-q")
            #expect(listed == .init(status: 0, output: "org/model\n", errors: ""))
            let other = await run("hub", "models", "alice/vectors", "--revision", "0000000")
            #expect(other.status == 1)
        }
    }
}
