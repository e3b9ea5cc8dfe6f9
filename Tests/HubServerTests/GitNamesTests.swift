import HubTesting
import Testing

@testable import HubServer

/// Ids that git 2.39 gives to the same files: `git write-tree`, `git rev-parse TREE:a`, and
/// `git hash-object -t commit`.
struct GitNamesTests {
    private let files = [
        "a/b/x.txt": FileRecord(blob: "ce013625030ba8dba906f756967f9e9ca394464a", size: 6),
        "a-b": FileRecord(blob: "6bf0c97a7f84620a0bb4cf6380ec307748e043bd", size: 1),
        "a/z": FileRecord(blob: "fa7af8bf5fdd704f73beb3adc5612682a98e1af5", size: 1),
        "empty": FileRecord(blob: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", size: 0),
    ]

    @Test func foldersHaveGitsNames() {
        #expect(
            GitTree(files).folders == [
                "": "ec8f095ba2d8d25870fdd22727a1ea8423e74a6d",
                "a": "805ff07a13c06f978f157546ed73df1e2fa03edf",
                "a/b": "9fa6a6d71d42445400aef1e5fda85a9cd64eb517",
            ])
        #expect(GitTree([:]).folders == ["": "4b825dc642cb6eb9a060e54bf8d69288fbee4904"])
    }

    @Test func commitsHaveGitsNames() {
        let commit = CommitRecord(
            parent: nil, title: "title", message: "why", author: "alice", date: "", files: files)
        #expect(
            gitCommitName(commit, seconds: 1_800_000_000)
                == "4a3d10cda11ad86b8fdeb8de61df3e1894bdd344")
    }
}
