import Foundation
import HubTesting
import HuggingFaceHub
import PersonaAnalysis
import PersonaVectors
import PersonaVectorsHub
import Testing

@testable import PersonaVectorsCommands

@Suite struct ProbeCommandTests {
    private static let real = ["probe"] + RealData.store + RealData.personas

    /// What the original's command chose and saved, in `Fixtures/probes/run_attribute_probe`.
    @Test func savesWhatTheOriginalSaves() async throws {
        let run = try CommandRunner()
        let outcome = await run.run(Self.real + ["--out", "probes", "--format", "json"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let report = try outcome.object()
        #expect(report["model"] as? String == RealData.model)
        #expect(report["personas"] as? Int == 180)
        let probes = try #require(report["probes"] as? [[String: Any]])
        let golden = try jsonObject(at: Fixtures.url("probes/run_attribute_probe.expected.json"))
        let results = try #require(golden["results"] as? [String: [String: Any]])
        #expect(
            probes.map { $0["attribute"] as? String }
                == ["sex", "born_in_us", "race", "highest_degree_received", "age"])
        let revision = try Self.revisionOfTheVectors()
        #expect(report["vectors_revision"] as? String == revision)
        let root = run.path("probes") + "/"
        for probe in probes {
            let name = try #require(probe["attribute"] as? String)
            let result = try #require(results[name])
            let folder = try #require(probe["folder"] as? String)
            let directory = try #require(result["directory"] as? String)
            #expect(folder == root + directory.replacing("run_attribute_probe/", with: ""))
            var saved = try jsonObject(at: URL(filePath: folder + "/probe.json"))
            let provenance = try #require(saved.removeValue(forKey: "provenance") as? [String: Any])
            #expect(
                provenance["dataset_revision"] as? String
                    // sha256sum attribute_schema.json personas.jsonl | sha256sum
                    == "sha256:6cd6c5c68636d2032cecd0a751dc0ed0"
                    + "710c658c9300f528a48e321969df4e26")
            #expect(provenance["vectors_revision"] as? String == revision)
            #expect(provenance["vectors"] as? String == Fixtures.path("real/artifacts/activations"))
            var expected = try #require(result["probe_json"] as? [String: Any])
            // Numbers are the library's tests' concern; the original fits in single precision.
            let metrics = [saved, expected].map { ($0["metrics"] as? [String: Any])?.keys.sorted() }
            #expect(metrics[0] == metrics[1])
            saved["metrics"] = nil
            expected["metrics"] = nil
            #expect(NSDictionary(dictionary: saved) == NSDictionary(dictionary: expected))
        }
    }

    /// The digest of what `sha256sum` prints of the variant's files.
    private static func revisionOfTheVectors() throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "LC_ALL=C; export LC_ALL; sha256sum *.safetensors | sha256sum"]
        process.currentDirectoryURL = Fixtures.url(
            "real/artifacts/activations/sentence-transformers__all-MiniLM-L6-v2/answer_mean/templated"
        )
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return "sha256:" + String(decoding: text, as: UTF8.self).prefix(64)
    }

    private static let plotly = [
        "--plotly-js",
        Fixtures.folder.appending(path: "../../.deps/plotly/plotly.min.js").standardized.path,
    ]
    private static let small = ["--attributes", "sex", "--layers", "3"]

    @Test func reportsArePagesBesideTheTable() async throws {
        let run = try CommandRunner()
        let outcome = await run.run(
            Self.real + Self.small + Self.plotly + ["--report", "plots", "--shared-js"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        for name in ["probe_layers", "probe_heatmap"] {
            let page = run.path("plots/templated_answer_mean_\(name).html")
            #expect(outcome.output.contains(page))
            #expect(FileManager.default.fileExists(atPath: page))
        }
    }

    @Test func whatReportsNeedIsMissedBeforeFitting() async throws {
        let run = try CommandRunner(environment: ["PATH": "/nowhere"])
        let outcome = await run.run(
            Self.real + Self.small + Self.plotly + ["--report", "plots", "--png"])
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("Error: Pictures need Chromium, and neither "))
        #expect(try run.folder.contents().isEmpty)
    }

    @Test func theTableIsShownThoughThePagesFail() async throws {
        let run = try CommandRunner()
        let page = run.path("plots/templated_answer_mean_probe_layers.html")
        try FileManager.default.createDirectory(atPath: page, withIntermediateDirectories: true)
        let outcome = await run.run(Self.real + Self.small + Self.plotly + ["--report", "plots"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("BALANCED ACCURACY"))
        #expect(
            outcome.errors
                == "Error: The report \(page) could not be written. Check that its folder may be"
                + " written to, that no folder has its name, and that there is space left.\n")
    }

    /// A revision is of all that decides what is learned; without a schema it is that of the file.
    @Test func theRevisionIsOfThePersonasAndTheirSchema() async throws {
        let run = try CommandRunner()
        let people = Fixtures.url("real/dataset/personas.jsonl")
        try FileManager.default.copyItem(
            at: people, to: run.folder.url.appending(path: "personas.jsonl"))
        let arguments = ["probe", "--personas", "personas.jsonl", "--format", "json"]
        let outcome = await run.run(arguments + RealData.store + Self.small)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            try outcome.object()["dataset_revision"] as? String
                == "sha256:38b9f3f966748e2f9877c71e91df509a4cb2ea1f6b890631bcfad64df613b816")
    }

    @Test func allLayersAreAllOfThem() async throws {
        let run = try CommandRunner()
        let outcome = await run.run(
            Self.real + ["--attributes", "sex", "--all-layers", "--format", "json"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let probes = try #require(try outcome.object()["probes"] as? [[String: Any]])
        let rows = try #require(probes.first?["rows"] as? [[String: Any]])
        #expect(rows.map { $0["layer"] as? Int } == (0..<7).flatMap { [$0, $0] })
        #expect(rows.allSatisfy { $0["converged"] as? Bool == true })
    }

    @Test func aFitThatWasStoppedIsNoted() async throws {
        var options = ProbeTrainingOptions()
        options.attributes = ["sex", "age"]
        options.layers = .only([0, 3])
        options.probe.maximumIterations = 2
        let store = try PersonaVectorStore(
            modelName: RealData.model, rootDirectory: Fixtures.url("real/artifacts/activations"))
        let report = try await trainProbes(
            on: store, attributes: loadAttributeTable(personas: Fixtures.url("real/dataset")),
            options: options)
        let listing = ProbeReportListing(
            report: report,
            source: VectorSource(vectors: store, location: "", revision: nil, place: ""),
            variant: .templated, provenance: nil, figures: [])
        #expect(
            listing.notes == [
                "Warning: The logistic regression of 'sex' did not converge in layers 0, 3: its scores"
                    + " may be too low."
            ])
    }

    @Test func showsATableAnAttribute() async throws {
        let run = try CommandRunner()
        let arguments = [
            "--attributes", "sex", "highest_degree_received", "age", "--layers", "4", "2",
            "--folds",
            "5", "--repeats", "3", "--shuffles", "2",
        ]
        let outcome = await run.run(Self.real + arguments)
        #expect(outcome.status == 0)
        #expect(
            outcome.errors
                == "Warning: '--shuffles' is a control of classes; there is none of 'age', which is"
                + " numeric.\n")
        try Fixtures.expectSnapshot(
            outcome.output.replacing(run.folder.url.path, with: "<folder>"),
            "tables/probe.txt")
    }

    @Test func oneBadAttributeDoesNotStopTheOthers() async throws {
        let run = try CommandRunner()
        let outcome = await run.run(
            Self.real + ["--attributes", "shoe_size", "sex", "country", "--layers", "3", "-q"])
        let errors = outcome.errors.split(separator: "\n")
        #expect(outcome.status == 1)
        #expect(
            outcome.output.hasPrefix(run.path("artifacts/probes") + "/sentence-transformers__all"))
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(errors.count == 2)
        #expect(errors[0].hasPrefix("Error: No attribute 'shoe_size' in the personas; there are "))
        #expect(
            errors[1] == "Error: Cannot probe 'country': only 'United States' is left, and at least"
                + " two classes are needed. Lower the minimum class count or add personas.")
    }

    struct Bad: Sendable {
        let arguments: [String]
        var status: Int32 = 1
        let errors: String
    }

    private static let missing = FileManager.default.temporaryDirectory
        .appending(path: "persona-vectors-nothing.jsonl").path

    static let bad: [Bad] = [
        Bad(
            arguments: ["--attributes", "sex", "--min-class-count", "200"],
            errors: "Error: Cannot probe 'sex': no class is left, and at least two classes are"
                + " needed. Lower the minimum class count or add personas.\n"),
        Bad(
            arguments: ["--layers", "0", "7"],
            errors: "Error: There is no layer 7 in the vector of"
                + " '00ddd580-0774-50e9-9ace-eb18191acb4d'; it has layers 0 to 6.\n"),
        Bad(
            arguments: ["--layers", "0", "--pca-components", "200", "--attributes", "sex"],
            errors: "Error: The PCA of a probe of 144 samples of 384 features has at most 144"
                + " components; 200 were asked for.\n"),
        Bad(
            arguments: ["--folds", "500", "--attributes", "age", "--layers", "0"],
            errors: "Error: Cannot cross-validate 'age': its 180 personas cannot be put into 500"
                + " folds, each of which needs at least one. Ask for fewer folds, or add personas.\n"
        ),
        Bad(
            arguments: ["--variant", "templatd"],
            errors: "Error: No variant 'templatd' in \(RealData.model), answer_mean. Did you mean"
                + " 'templated'?\n"),
        Bad(
            arguments: ["--personas", missing],
            errors: "Error: Cannot read \(missing); check that the file is there and may be read.\n"
        ),
        Bad(
            arguments: ["--layers", "0", "--all-layers"], status: 64,
            errors: "Error: '--layers' names layers and '--all-layers' all: choose one.\n"),
        Bad(
            arguments: ["--folds", "1"], status: 64,
            errors: "Error: '--folds 1' is too few: at least 2 is needed.\n"),
        Bad(
            arguments: ["--repeats", "0"], status: 64,
            errors: "Error: '--repeats 0' is too few: at least 2 is needed.\n"),
        Bad(
            arguments: ["--attributes", "sex", "age", "sex"], status: 64,
            errors: "Error: The attribute 'sex' is named twice.\n"),
        Bad(
            arguments: ["--layers", "3", "0", "3"], status: 64,
            errors: "Error: The layer '3' is named twice.\n"),
        Bad(
            arguments: ["--revision", "v1"], status: 64,
            errors: "Error: '--revision', '--endpoint' and '--stats' need '--hub'.\n"),
    ]

    @Test(arguments: bad)
    func refuses(_ item: Bad) async throws {
        let run = try CommandRunner()
        let outcome = await run.run(Self.real + item.arguments)
        #expect(outcome.status == item.status)
        #expect(outcome.output == "")
        #expect(
            item.status == 64
                ? outcome.errors.hasPrefix(item.errors) : outcome.errors == item.errors,
            "\(outcome.errors)")
        #expect(try run.folder.contents().isEmpty)
    }

    @Test func vectorsAndAttributesComeFromTheHub() async throws {
        try await withTestHub { hub in
            let run = try CommandRunner(environment: [
                "HF_ENDPOINT": hub.endpoint, "HF_TOKEN": TestHub.Token.alice,
                "HF_HOME": hub.folder.appending(path: "home").path,
            ])
            let pushed = await run.run(
                ["push", "--repo", "alice/vectors", "--variant", "templated"] + RealData.store)
            #expect(pushed.status == 0, "\(pushed.errors)")
            let personas = try await RealData.publishPersonas(to: "alice/people", of: hub)
            let choice = ["--attributes", "sex", "--layers", "3"]
            let local = await run.run(Self.real + choice + ["--out", "local", "-q"])
            let remote = await run.run(
                [
                    "probe", "--hub", "alice/vectors", "--personas", "alice/people", "--out",
                    "remote",
                ]
                    + choice + ["--format", "json"])
            #expect(remote.status == 0, "\(remote.errors)")
            let report = try remote.object()
            #expect(report["vectors"] as? String == "alice/vectors")
            #expect((report["vectors_revision"] as? String)?.count == 40)
            #expect(report["dataset"] as? String == "alice/people")
            #expect(report["dataset_revision"] as? String == personas.hex)
            let path = try #require(local.output.split(separator: "\n").first)
                .dropFirst(run.path("local").count)
            let files = ["local", "remote"].map {
                FileManager.default.contents(atPath: run.path($0) + path + "/weights.safetensors")
            }
            #expect(files[0] != nil && files[0] == files[1])

            // What was learned on the Hub reads the Hub as it reads the store.
            let probe = try loadProbeArtifact(at: URL(filePath: run.path("remote") + path))
            let ids = ["e271d167-258f-5099-925f-9276015914fe"]
            let hubAnswers = try await probe.predict(
                from: HFPersonaVectorStore(
                    repository: RepositoryID("alice/vectors"), modelName: RealData.model,
                    client: hub.client()), personaIDs: ids)
            let answers = try await probe.predict(
                from: PersonaVectorStore(
                    modelName: RealData.model,
                    rootDirectory: Fixtures.url("real/artifacts/activations")), personaIDs: ids)
            #expect(hubAnswers.personaIDs == ids)
            #expect(hubAnswers.scores == answers.scores)
            #expect(hubAnswers.predictions == answers.predictions)

            for (name, message) in [
                (
                    "alice/nobody",
                    "Error: Cannot read the personas' attributes from 'alice/nobody', which is no"
                        + " file or folder here: "
                ),
                (
                    "alice/vectors",
                    "Error: No personas in alice/vectors@"
                ),
            ] {
                let refused = await run.run(
                    ["probe"] + RealData.store + ["--personas", name, "--out", "none"])
                #expect(refused.status == 1)
                #expect(refused.errors.hasPrefix(message), "\(refused.errors)")
                #expect(!FileManager.default.fileExists(atPath: run.path("none")))
            }
        }
    }
}
