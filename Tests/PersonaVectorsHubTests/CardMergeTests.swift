import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import PersonaVectorsTesting
import Testing

/// What a push makes of a card that others have written.
struct CardMergeTests {
    private func card(_ entry: String, more: String = "") -> CommitOperation {
        text(
            "README.md",
            "---\nconfigs:\n- config_name: \(pushedConfig)\n\(entry)\(more)---\nProse.\n")
    }

    /// An older shard of one persona of the pushed shape.
    private func shard(_ hub: TestHub, _ path: String, id: String = "old") throws -> CommitOperation
    {
        .add(
            path: path,
            content: try hub.shard(
                [Row(id: id, name: "Old", sampleIDs: [], values: [9, 9, 9, 9, 9, 9])], layers: 2,
                hidden: 3))
    }

    private func loaded(_ hub: TestHub, _ repository: RepositoryID) async throws -> JSON {
        try JSON(
            await InteropPython.runBeside(
                script: "vectors_hub_load.py",
                arguments: [
                    hub.endpoint, hub.folder.appending(path: "python").path, "\(repository)",
                ]))
    }

    @Test func theFolderOfAConfigGoesIntoItsPatterns() async throws {
        try await withTestHub { hub in
            let entry = """
                  data_dir: ./old/
                  description: Ours.
                  data_files:
                  - split: biography
                    path:
                    - "bio-*.parquet"
                    - ./more/x.parquet
                  - split: templated
                    path: gone-*

                """
            let repository = try await hub.publish([
                card(entry), try shard(hub, "old/bio-1.parquet"),
                try shard(hub, "old/more/x.parquet", id: "older"),
            ])
            _ = try await hub.push(
                try hub.personas(variants: [.templated]), to: "\(repository)")
            let readme = try await hub.readme("\(repository)")
            #expect(
                readme.hasPrefix(
                    """
                    ---
                    configs:
                    - config_name: \(pushedConfig)
                      description: Ours.
                      data_files:
                      - split: biography
                        path:
                        - old/bio-*.parquet
                        - old/more/x.parquet
                      - split: templated
                        path: \(pushedConfig)/templated-*

                    """), "\(readme)")
            let store = try hub.pushed("\(repository)")
            #expect(try await store.listPersonas(variants: [.templated]) == ["p1", "p2", "p3"])
            #expect(try await store.listPersonas(variants: [.biography]) == ["old", "older"])
            let rows = try await loaded(hub, repository)["splits"]
            #expect(rows["\(pushedConfig)/templated"]["rows"][2]["persona_id"].string == "p3")
            #expect(rows["\(pushedConfig)/biography"]["rows"][1]["persona_id"].string == "older")
        }
    }

    @Test(arguments: [
        ("templated*.parquet", "templated.parquet"), ("*", "x.parquet"),
        ("**/templated*", "deep/templated-1.parquet"),
    ])
    func aPatternThatMeansOlderRowsTooIsReplaced(pattern: String, old: String) async throws {
        try await withTestHub { hub in
            let entry =
                "  data_files:\n  - split: templated\n    path: \"\(pushedConfig)/\(pattern)\"\n"
            let repository = try await hub.publish([
                card(entry), try shard(hub, "\(pushedConfig)/\(old)"),
            ])
            _ = try await hub.push(
                try hub.personas(variants: [.templated]), to: "\(repository)")
            #expect(
                try await hub.readme("\(repository)").contains(
                    "  - split: templated\n    path: \(pushedConfig)/templated-*\n"))
            #expect(
                try await hub.pushed("\(repository)").listPersonas(variants: [.templated])
                    == ["p1", "p2", "p3"])
        }
    }

    @Test(arguments: ["templated-*.parquet", "*.parquet", "templated-0000?-of-0000[0-9].parquet"])
    func aPatternThatMeansTheNewShardsAloneStays(pattern: String) async throws {
        try await withTestHub { hub in
            let entry =
                "  data_files:\n  - split: templated\n    path: \"\(pushedConfig)/\(pattern)\"\n"
            let repository = try await hub.publish([
                card(entry), try shard(hub, "\(pushedConfig)/templated-00001-of-00002.parquet"),
            ])
            _ = try await hub.push(
                try hub.personas(variants: [.templated]), to: "\(repository)")
            #expect(
                try await hub.readme("\(repository)").contains(
                    "path: \"\(pushedConfig)/\(pattern)\""))
            #expect(
                try await hub.pushed("\(repository)").listPersonas(variants: [.templated])
                    == ["p1", "p2", "p3"])
        }
    }

    @Test(arguments: ["\"configs\":", "'configs' :", "configs :"])
    func aKeyIsFoundHoweverItIsWritten(key: String) async throws {
        try await withTestHub { hub in
            let old = "---\n\(key)\n- config_name: other\n  data_files: x.csv\n---\n"
            let repository = try await hub.publish([text("README.md", old)])
            _ = try await hub.push(
                try hub.personas(variants: [.templated]), to: "\(repository)")
            let readme = try await hub.readme("\(repository)")
            #expect(readme.ranges(of: /(?m)^["']?configs["']? ?:/).count == 1, "\(readme)")
            #expect(readme.contains("- config_name: other\n  data_files: x.csv\n"))
            #expect(try await hub.pushed("\(repository)").listPersonas().count == 3)
        }
    }

    @Test(arguments: ["9223372036854775807", "-5", "1.5", "99999999999999999999999"])
    func sizesThatNothingHasDoNotStopAPush(size: String) async throws {
        try await withTestHub { hub in
            let info = """
                dataset_info:
                - config_name: \(pushedConfig)
                  splits:
                  - {name: biography, num_bytes: \(size), num_examples: 1}
                  - {name: persona, num_bytes: \(size), num_examples: 1}
                  download_size: \(size)
                  dataset_size: \(size)

                """
            let splits = ["biography", "persona"].map {
                "  - split: \($0)\n    path: \(pushedConfig)/\($0)-*\n"
            }
            let repository = try await hub.publish([
                card("  data_files:\n" + splits.joined(), more: info),
                try shard(hub, "\(pushedConfig)/biography-00000-of-00001.parquet"),
                try shard(hub, "\(pushedConfig)/persona-00000-of-00001.parquet"),
            ])
            _ = try await hub.push(
                try hub.personas(variants: [.templated]), to: "\(repository)")
            let readme = try await hub.readme("\(repository)")
            #expect(!readme.contains(size))
            #expect(readme.contains("    num_examples: 3\n"))
        }
    }

    @Test(arguments: ["configs", "dataset_info"])
    func aFileThatHasTheLastWordIsNotPushedPast(key: String) async throws {
        try await withTestHub { hub in
            let repository = try await hub.publish([
                text(".huggingface.yaml", "\(key):\n- config_name: other\n")
            ])
            let error = await #expect(throws: ArtifactError.self) {
                _ = try await hub.push(try hub.personas(), to: "\(repository)")
            }
            #expect(error?.code == .conflict)
            #expect(
                error?.message
                    == "Nothing was pushed: '\(key)' of .huggingface.yaml in \(repository) replaces"
                    + " what README.md says, so that nobody would find the new vectors. Move its"
                    + " keys to the front matter of README.md and remove the file.")
            #expect(hub.records.allSatisfy { $0.method == "GET" || $0.method == "HEAD" })
        }
    }

    @Test func aFileThatSaysNothingOfConfigsIsLeftAlone() async throws {
        try await withTestHub { hub in
            let repository = try await hub.publish([text(".huggingface.yaml", "license: mit\n")])
            _ = try await hub.push(try hub.personas(), to: "\(repository)")
            #expect(try await hub.pushed("\(repository)").listPersonas().count == 3)
        }
    }

    /// What the Hub refuses, as it would for a rule that we do not know.
    @Test func theHubsWordsOnACardReachThePusher() async throws {
        try await withTestHub { hub in
            let store = try hub.personas()
            let said = #"{"errors": [{"message": "\"license\" is no license"}], "warnings": []}"#
            hub.faults.add(
                HubFault(.body(Array(said.utf8), headers: []), path: "/api/validate-yaml"))
            let error = await #expect(throws: HubError.self) {
                _ = try await hub.push(store, to: "alice/refused")
            }
            #expect(error?.code == .refused)
            #expect(
                error?.message == "The Hub refuses the dataset card: \"license\" is no license.")
            #expect(!hub.records.contains { $0.path.contains("/commit/") })
        }
    }
}
