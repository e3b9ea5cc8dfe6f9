import HuggingFaceHub
import Testing

struct RepositoryIDTests {
    @Test(arguments: [
        ("alice/vectors", "alice", "vectors"), ("a/b", "a", "b"),
        ("my-org/Name_1.2-x", "my-org", "Name_1.2-x"),
        (String(repeating: "n", count: 96) + "/x", String(repeating: "n", count: 96), "x"),
    ])
    func readsNamespaceAndName(text: String, namespace: String, name: String) throws {
        let repository = try RepositoryID(text)
        #expect(repository.namespace == namespace)
        #expect(repository.name == name)
        #expect("\(repository)" == text)
    }

    @Test(arguments: [
        "", "vectors", "a/b/c", "/b", "a/", "a//b", "a/..", "../b", "a/b--c", "a/b..c", "a/-b",
        "a/b-", "a/.b", "a/b.", "a/b.git", "a/b c", "a/é", "datasets/a/b", "a/b\n",
        String(repeating: "n", count: 97) + "/x",
    ])
    func refusesWhatTheHubRefuses(text: String) {
        let error = #expect(throws: HubError.self) { try RepositoryID(text) }
        #expect(error?.code == .invalidInput)
        #expect(
            error?.message
                == "'\(text)' is not the id of a dataset repository: 'namespace/name' is needed, "
                + "each part 1 to 96 letters, digits, '_', '-' or '.', without '--', '..' or a "
                + "'.git' ending.")
    }

    @Test(arguments: ["data/a.parquet", "README.md", ".gitattributes", "a b/ü & x.txt", "a..b"])
    func takesPathsOfARepository(path: String) throws {
        let file = try HubFile(path, in: RepositoryID("a/b"), revision: "refs/pr/1")
        #expect("\(file)" == "a/b@refs/pr/1:\(path)")
    }

    @Test(arguments: ["", "/a", "a/", "a//b", "..", "a/../b", "./a", "a/.", "a\\b", "a\0b"])
    func refusesPathsThatLeaveTheFolder(path: String) {
        let error = #expect(throws: HubError.self) {
            try HubFile(path, in: RepositoryID("a/b"))
        }
        #expect(error?.code == .invalidInput)
        #expect(error?.path == path)
    }

    @Test(arguments: ["", "..", "a/../b", "/main", "main/", "a b", "a..b", "a:b", "~a", "a\n", "-"])
    func refusesRevisionsThatGitRefuses(revision: String) {
        // A lone dash is a name that git allows; it is here to show that the others are not chance.
        let isRefused = (try? HubFile("x", in: RepositoryID("a/b"), revision: revision)) == nil
        #expect(isRefused == (revision != "-"))
    }

    @Test func knowsACommitFromABranch() {
        let hex = String(repeating: "0a", count: 20)
        #expect(CommitID(hex)?.hex == hex)
        for other in ["main", String(hex.dropLast()), hex.uppercased(), hex + "0", ""] {
            #expect(CommitID(other) == nil)
        }
    }

    @Test func findsEntriesByPath() throws {
        let commit = try #require(CommitID(String(repeating: "1", count: 40)))
        let paths = ["b", "a/x", "a", "zz", "a/y"]
        let snapshot = RepositorySnapshot(
            repository: try RepositoryID("a/b"), commit: commit,
            files: paths.map { RepositoryEntry(path: $0, size: 1, blobID: commit.hex) })
        for path in paths { #expect(snapshot[path]?.path == path) }
        for path in ["", "aa", "zzz", "a/"] { #expect(snapshot[path] == nil) }
    }
}
