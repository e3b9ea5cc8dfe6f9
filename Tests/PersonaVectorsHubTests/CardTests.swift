import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import Testing

/// Which files the card gives a split, and what is said of cards that cannot be used.
struct CardTests {
    private static let shard = "m__answer_mean/templated-00000-of-00001.parquet"

    private func variants(
        _ card: String, shards: [String] = [shard], extra: [CommitOperation] = []
    ) async throws -> Result<[String], ArtifactError> {
        let found = Found()
        try await withTestHub { hub in
            let content = try hub.shard([Row(id: "a", values: [1])], layers: 1, hidden: 1)
            let repository = try await hub.publish(
                shards.map { .add(path: $0, content: content) } + extra
                    + [.add(path: "README.md", content: .bytes(Array(card.utf8)))])
            let store = HFPersonaVectorStore(
                repository: repository, modelName: "m", client: try hub.client())
            do {
                await found.set(.success(try await store.availableVariants().map(\.rawValue)))
            } catch let error as ArtifactError {
                await found.set(.failure(error))
            }
        }
        return await found.value
    }

    private actor Found {
        var value: Result<[String], ArtifactError> = .success(["nothing was asked"])
        func set(_ value: Result<[String], ArtifactError>) { self.value = value }
    }

    @Test(arguments: [
        "---\nconfigs:\n- config_name: m__answer_mean\n  data_files:\n  - split: templated\n"
            + "    path: m__answer_mean/templated-*\n---\n",
        "\u{FEFF}---\r\nconfigs:\r\n- config_name: m__answer_mean\r\n  data_files:\r\n"
            + "  - split: templated\r\n    path: \"m__answer_mean/*.parquet\"\r\n---\r\nprose",
        "\n  \n---\nlicense: mit\nconfigs: [{config_name: m__answer_mean, data_files: [{split:"
            + " templated, path: [m__answer_mean/templated-00000-of-0000?.parquet]}]}]\n---",
        "---\nconfigs:\n- config_name: m__answer_mean\n  data_dir: m__answer_mean\n  data_files:\n"
            + "  - split: templated\n    path: templated-[0-9]*\n  - split: gone\n    path: x-*\n"
            + "---\n",
        "---\nconfigs:\n- config_name: m__answer_mean\n  data_files:\n  - split: templated\n"
            + "    path: '**/templated-*'\n---\n",
    ])
    func findsTheFilesOfASplit(card: String) async throws {
        #expect(try await variants(card).get() == ["templated"])
    }

    @Test func withoutPathsTheNamesOfFilesTell() async throws {
        let card = "---\nconfigs:\n- config_name: m__answer_mean\n---\n"
        let named = [
            "data/biography-00000-of-00001.parquet", "data/templated-00000-of-00001.parquet",
        ]
        #expect(try await variants(card, shards: named).get() == ["biography", "templated"])
        #expect(
            try await variants(card, shards: ["my/dev-x.parquet", "my/train.parquet"]).get()
                == ["train", "validation"])
        #expect(try await variants(card, shards: ["x.parquet"]).get() == ["train"])
    }

    @Test func huggingFaceYAMLReplacesTheKeysOfTheCard() async throws {
        let card = "---\nconfigs:\n- config_name: other\n---\n"
        let override =
            "configs:\n- config_name: m__answer_mean\n  data_files: \(Self.shard)\n"
        let extra = CommitOperation.add(
            path: ".huggingface.yaml", content: .bytes(Array(override.utf8)))
        #expect(try await variants(card, extra: [extra]).get() == ["train"])
    }

    @Test(arguments: [
        (
            "---\nconfigs:\n- data_files: x\n---\n",
            "an entry of 'configs' has no 'config_name'"
        ),
        ("---\nconfigs: 7\n---\n", "'configs' is not a list"),
        ("---\n- a\n---\n", "its YAML is not a mapping of keys to values"),
        (
            "---\nconfigs:\n- config_name: m__answer_mean\n  data_files:\n  - split: a-b\n"
                + "    path: x\n---\n",
            "'a-b' is no name for a split: letters, digits, '_' and '.' are allowed"
        ),
        (
            "---\nconfigs:\n- config_name: m__answer_mean\n  data_files:\n  - split: a\n"
                + "    path: x\n  - split: a\n    path: y\n---\n",
            "the config 'm__answer_mean' has the split 'a' twice"
        ),
        (
            "---\nconfigs:\n- config_name: a/b\n---\n",
            "'configs' names the config 'a/b' twice or in a way that is not allowed"
        ),
        (
            "---\nconfigs:\n- config_name: m__answer_mean\n  data_files:\n  - path: x\n---\n",
            "an entry in the 'data_files' of 'm__answer_mean' lacks 'split' or 'path'"
        ),
    ])
    func refusesCardsThatCannotBeUsed(card: String, problem: String) async throws {
        let result = try await variants(card)
        guard case .failure(let error) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error.code == .invalidManifest)
        #expect(error.message.hasPrefix("The card of alice/"))
        #expect(
            error.message.hasSuffix(
                " cannot be used: \(problem). Correct the front matter of README.md."))
    }

    @Test func yamlThatCannotBeReadSaysWhere() async throws {
        let result = try await variants("---\nconfigs: [\n---\n")
        guard case .failure(let error) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error.code == .invalidManifest)
        #expect(error.message.contains("its YAML cannot be read ("))
    }

    @Test(arguments: ["", "# no front matter\n", "---\nlicense: mit\n---\n"])
    func aCardWithoutConfigsIsNamedAsTheReason(card: String) async throws {
        let result = try await variants(card)
        guard case .failure(let error) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error.code == .notFound)
        #expect(
            error.message.contains(
                "it has 'default'. Its README.md has no 'configs:' block, so its Parquet files"
                    + " belong to no config; push once, or add the block."))
    }
}
