import Foundation
import HubTesting
import Testing

@testable import PersonaVectorsCommands

@Suite struct AnalyzeCommandTests {
    private static let plotly = [
        "--plotly-js",
        Fixtures.folder.appending(path: "../../.deps/plotly/plotly.min.js").standardized.path,
    ]

    @Test func theHubsPagesAreThoseOfTheStore() async throws {
        try await withTestHub { hub in
            let run = try CommandRunner(environment: [
                "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": TestHub.Token.alice,
                "HF_HOME": hub.folder.appending(path: "home").path,
            ])
            let pushed = await run.run(
                ["push", "--repo", "alice/vectors", "--variant", "biography"] + RealData.store)
            #expect(pushed.status == 0, "\(pushed.errors)")
            _ = try await RealData.publishPersonas(to: "alice/people", of: hub)
            let figures = ["--kinds", "pca,attributes", "--layers", "2", "5", "--shared-js"]
            let local = await run.run(
                ["analyze", "--out", "local"] + RealData.store + RealData.personas + figures
                    + Self.plotly)
            let remote = await run.run(
                ["analyze", "--hub", "alice/vectors", "--personas", "alice/people", "--out"]
                    + ["remote", "--format", "json"] + figures + Self.plotly)
            #expect(local.status == 0, "\(local.errors)")
            #expect(remote.status == 0, "\(remote.errors)")
            let files = ["local", "remote"].map {
                try? FileManager.default.contentsOfDirectory(atPath: run.path($0)).sorted()
            }
            #expect(files[0]?.count == 7 && files[0] == files[1])
            for name in files[0] ?? [] {
                #expect(
                    FileManager.default.contentsEqual(
                        atPath: run.path("local/\(name)"), andPath: run.path("remote/\(name)")),
                    "\(name)")
            }
        }
    }

    struct Bad: Sendable {
        let arguments: [String]
        var status: Int32 = 1
        let errors: String
    }

    static let bad: [Bad] = [
        Bad(
            arguments: ["--kinds", "attributes"],
            errors: "Error: The figure 'attributes' needs the personas' attributes: name their file"
                + " with --personas.\n"),
        Bad(
            arguments: ["--layers", "7"],
            errors: "Error: There is no layer 7 in the vector of"
                + " '00ddd580-0774-50e9-9ace-eb18191acb4d'; it has layers 0 to 6.\n"),
        Bad(
            arguments: ["--variant", "biograpy"],
            errors: "Error: No variant 'biograpy' in \(RealData.model), answer_mean. Did you mean"
                + " 'biography'?\n"),
        Bad(
            arguments: ["--kinds", "pie"], status: 64,
            errors: "Error: The value 'pie' is invalid for '--kinds <kind>'."),
        Bad(
            arguments: ["--kinds", "pca,pie"], status: 64,
            errors: "Error: The value 'pca,pie' is invalid for '--kinds <kind>'."),
        Bad(
            arguments: ["--kinds", "pca", "scree,pca"], status: 64,
            errors: "Error: The figure 'pca' is named twice."),
        Bad(
            arguments: ["--layers", "3", "3"], status: 64,
            errors: "Error: The layer '3' is named twice."),
        Bad(
            arguments: ["--persona-id", "a", "a"], status: 64,
            errors: "Error: The persona 'a' is named twice."),
        Bad(
            arguments: ["--plotly-js", Fixtures.folder.path],
            errors:
                "Error: Plotly.js cannot be read from \(Fixtures.folder.path): it is no file that may"
                + " be read. Name a plotly.min.js with --plotly-js.\n"),
    ]

    @Test(arguments: bad)
    func refuses(_ item: Bad) async throws {
        let run = try CommandRunner()
        let outcome = await run.run(["analyze"] + RealData.store + Self.plotly + item.arguments)
        #expect(outcome.status == item.status)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix(item.errors), "\(outcome.errors)")
        // The folder may have been made, but no page of a run that failed is in it.
        #expect(try run.folder.contents().keys.allSatisfy { !$0.contains(".") })
    }

    @Test func missingChromiumIsMissedFirst() async throws {
        let run = try CommandRunner(environment: ["PATH": "/nowhere"])
        // Not even the store is looked for.
        let outcome = await run.run(
            ["analyze", "--png", "--activations-dir", "none"] + Self.plotly)
        #expect(outcome.status == 1)
        #expect(
            outcome.errors == "Error: Pictures need Chromium, and neither 'chromium' nor"
                + " 'google-chrome' was found on the PATH. Install it, or leave --png away.\n")
    }

    @Test func plotlyIsLookedForInTheWorkingFolder() async throws {
        let run = try CommandRunner()
        let folder = run.folder.url.appending(path: ".deps/plotly")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try run.write("alert(1)", to: ".deps/plotly/plotly.min.js")
        let outcome = await run.run(["analyze", "--kinds", "scree"] + RealData.store)
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.hasPrefix(
                "Error: The file \(folder.path)/plotly.min.js is not the Plotly.js that pages are"),
            "\(outcome.errors)")
    }

    @Test(arguments: [
        (["--include-baseline"], 181, "Assistant"), ([], 180, nil),
        (
            ["--persona-id", "00ddd580-0774-50e9-9ace-eb18191acb4d", "baseline_assistant"], 2,
            "Assistant"
        ),
    ])
    func drawsWhoIsAskedFor(
        _ choice: [String], _ count: Int, _ baseline: String?
    ) async throws {
        let run = try CommandRunner()
        let outcome = await run.run(
            ["analyze", "--kinds", "pairs", "--layers", "2", "--out", "plots", "--shared-js"]
                + choice
                + RealData.store + Self.plotly)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let numbers = try jsonObject(
            at: URL(filePath: run.path("plots/biography_answer_mean_persona_pair_similarity.json")))
        let (ids, names) = (numbers["ids"] as? [String] ?? [], numbers["names"] as? [String] ?? [])
        #expect(ids.count == count)
        let position = ids.firstIndex(of: "baseline_assistant")
        #expect(position.map { names[$0] } == baseline)
    }

    /// The personas' file with one value changed, and without the last lines.
    private static func people(_ count: Int, age: String) throws -> String {
        let text = try String(
            contentsOf: Fixtures.url("real/dataset/personas.jsonl"), encoding: .utf8)
        let lines = text.split(separator: "\n").prefix(count).map(String.init)
        return lines.enumerated().map { index, line in
            index == 1 ? line.replacing(/"age": \d+/, with: "\"age\": \(age)") : line
        }.joined(separator: "\n")
    }

    @Test func whatIsLeftOutIsNoted() async throws {
        let run = try CommandRunner()
        try run.write(Self.people(90, age: "\"forty-one\""), to: "people.jsonl")
        try FileManager.default.copyItem(
            at: Fixtures.url("real/dataset/attribute_schema.json"),
            to: run.folder.url.appending(path: "attribute_schema.json"))
        let outcome = await run.run(
            ["analyze", "--kinds", "pca,attributes", "--layers", "2", "--shared-js"]
                + ["--personas", "people.jsonl", "--format", "json"] + RealData.store + Self.plotly)
        #expect(outcome.status == 0)
        let notes = outcome.errors.split(separator: "\n")
        // Both figures say so, people hear it once.
        #expect(notes.count == 2, "\(outcome.errors)")
        // The baseline is the first line.
        #expect(notes.first == "Warning: 91 of 180 personas have vectors but no attributes.")
        #expect(
            notes.last?.hasPrefix(
                "Warning: The attribute 'age' is left out. Cannot color by 'age': ")
                == true)
        let figures = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        let first = (figures as? [[String: Any]])?.first?["notes"] as? [String]
        #expect(first?.count == 2)
    }

    @Test func attributesOfNobodyAreRefused() async throws {
        let run = try CommandRunner()
        try run.write("", to: "nobody.jsonl")
        let outcome = await run.run(
            ["analyze", "--kinds", "pca", "--layers", "2", "--personas", "nobody.jsonl"]
                + RealData.store + Self.plotly)
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.hasPrefix(
                "Error: No persona has both a vector and attributes: there are"),
            "\(outcome.errors)")
    }

    @Test(arguments: ["analyze", "probe", "probe --report", "steer"])
    func aFileInTheWayIsFoundFirst(_ command: String) async throws {
        let run = try CommandRunner()
        try run.write("", to: "taken")
        let words = command.split(separator: " ").map(String.init)
        let option = words.count > 1 ? words[1] : "--out"
        var arguments = [words[0], option, "taken/below"] + RealData.store
        if words[0] != "steer" { arguments += Self.plotly }
        if words[0] == "steer" { arguments += ["--persona-id", "nobody"] }
        // Not even what else is wrong is looked at.
        if words[0] == "analyze" { arguments += ["--layers", "99"] }
        if words[0] == "probe" { arguments += ["--personas", "nowhere.jsonl"] }
        let outcome = await run.run(arguments)
        #expect(outcome.status == 1)
        #expect(
            outcome.errors
                == "Error: Nothing can be written into taken/below, the folder of '\(option)': the file"
                + " \(run.path("taken")) is in the way. Move it away, or name another folder.\n")
    }
}
