import Foundation
import HubTesting
import Testing

@testable import PersonaVectorsCommands

/// Steering vectors against the original's, in `Fixtures/steering`.
@Suite struct SteerCommandTests {
    struct Expected: Decodable {
        struct Bundle: Decodable {
            let personaId: String
            let layer: Int
            let maskStrategy: String?
            let folder: String
        }
        let bundles: [Bundle]
    }

    @Test func savesWhatTheOriginalSaves() async throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let expected = try decoder.decode(
            Expected.self, from: Data(contentsOf: Fixtures.url("steering/expected.json")))
        let bundles = expected.bundles.filter { $0.maskStrategy != "persona_mean" }
        #expect(bundles.count == 4)
        for bundle in bundles {
            let run = try CommandRunner()
            let outcome = await run.run(
                ["steer", "--persona-id", bundle.personaId, "--layer", "\(bundle.layer)", "-q"]
                    + RealData.store)
            let folder = run.path("artifacts/vectors/\(bundle.personaId)")
            #expect(outcome == .init(status: 0, output: folder + "\n", errors: ""))
            let golden = Fixtures.url(bundle.folder)
            let name = "steering_vector.safetensors"
            #expect(
                try Data(contentsOf: URL(filePath: folder).appending(path: name))
                    == Data(contentsOf: golden.appending(path: name)))
            var (saved, original) = (
                try jsonObject(at: URL(filePath: folder).appending(path: "metadata.json")),
                try jsonObject(at: golden.appending(path: "metadata.json"))
            )
            let alphas = [
                saved.removeValue(forKey: "suggested_alpha") as? Double ?? .nan,
                original.removeValue(forKey: "suggested_alpha") as? Double ?? .nan,
            ]
            // The original computes it in single precision.
            #expect(abs(alphas[0] / alphas[1] - 1) < 1e-6)
            #expect(NSDictionary(dictionary: saved) == NSDictionary(dictionary: original))
        }
    }

    @Test func vectorsOfTheHubSteerAsThoseOfTheStore() async throws {
        try await withTestHub { hub in
            let run = try CommandRunner(environment: [
                "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": TestHub.Token.alice,
                "HF_HOME": hub.folder.appending(path: "home").path,
            ])
            let pushed = await run.run(["push", "--repo", "alice/vectors"] + RealData.store)
            #expect(pushed.status == 0, "\(pushed.errors)")
            let id = "00ddd580-0774-50e9-9ace-eb18191acb4d"
            let choice = ["steer", "--persona-id", id, "--layer", "3", "-q", "--out"]
            let local = await run.run(choice + ["local"] + RealData.store)
            let remote = await run.run(choice + ["remote", "--hub", "alice/vectors"])
            #expect(local.status == 0, "\(local.errors)")
            #expect(remote.status == 0, "\(remote.errors)")
            for name in ["metadata.json", "steering_vector.safetensors"] {
                let files = ["local", "remote"].map {
                    FileManager.default.contents(atPath: run.path("\($0)/\(id)/\(name)"))
                }
                #expect(files[0] != nil && files[0] == files[1], "\(name)")
            }
        }
    }

    @Test func severalPersonasAtOnce() async throws {
        let run = try CommandRunner()
        let ids = ["00ddd580-0774-50e9-9ace-eb18191acb4d", "baseline_assistant"]
        let outcome = await run.run(
            ["steer", "--persona-id"] + ids + ["--layer", "3", "--out", "v"] + RealData.store)
        #expect(outcome.status == 0)
        #expect(
            outcome.errors == "Warning: The two vectors of 'baseline_assistant' are equal in layer"
                + " 3: its steering vector is zero.\n")
        try Fixtures.expectSnapshot(
            outcome.output.replacing(run.folder.url.path, with: "<folder>"), "tables/steer.txt")
    }

    struct Bad: Sendable {
        let arguments: [String]
        var status: Int32 = 1
        let errors: String
    }

    static let bad: [Bad] = [
        Bad(
            arguments: ["--persona-id", "00ddd580-0774-50e9-9ace-eb18191acb4d"] + RealData.store,
            errors: "Error: No layer 20: the vectors have layers 0 to 6.\n"),
        Bad(
            arguments: ["--persona-id", "baseline_assistant", "baseline", "--layer", "0"]
                + RealData.store,
            errors: "Error: No persona 'baseline' in \(RealData.model), answer_mean, biography (181"
                + " listed). Run 'persona-vectors list --variant …' to see what there is.\n"),
        Bad(
            arguments: [
                "--persona-id", "p", "--model", "google/gemma-2-9b-it", "--mask-strategy",
                "answer_last", "--activations-dir", Fixtures.path("stores/basic"),
            ],
            errors: "Error: No variant 'biography' in google/gemma-2-9b-it, answer_last. Run"
                + " 'persona-vectors list --model …' to see what there is.\n"),
        Bad(
            arguments: ["--persona-id", "a", "b", "a"] + RealData.store, status: 64,
            errors: "Error: The persona 'a' is named twice.\n"),
        Bad(
            arguments: RealData.store, status: 64,
            errors: "Error: Missing expected argument '--persona-id <id> ...'\n"),
    ]

    @Test(arguments: bad)
    func refuses(_ item: Bad) async throws {
        let run = try CommandRunner()
        let outcome = await run.run(["steer"] + item.arguments)
        #expect(outcome.status == item.status)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix(item.errors), "\(outcome.errors)")
        #expect(try run.folder.contents().isEmpty)
    }
}
