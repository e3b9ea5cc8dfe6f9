import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Testing

/// Requests that want more than they may, or that are no requests: each gets an answer, and
/// nothing else changes.
@Suite(.serialized) struct HostileRequestTests {
    private func filled(_ hub: TestHub) async throws -> String {
        let client = try hub.client()
        let repository = try RepositoryID("alice/data")
        try await client.createRepository(repository)
        let other = try hub.client(token: TestHub.Token.bob)
        try await other.createRepository(RepositoryID("bob/secret"), isPrivate: true)
        let outcome = try await client.commit(
            [
                .add(path: "a.txt", content: .bytes(Array("0123456789".utf8))),
                .add(path: "b.bin", content: .bytes(noise(1000, seed: 1))),
            ], to: repository, message: "files")
        return outcome.commit.hex
    }

    /// Every file that is served, with its content.
    private func served(_ hub: TestHub) throws -> [String: Data] {
        let root = hub.folder.appending(path: "served")
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                FileManager.default.contents(atPath: root.appending(path: name).path)
                    .map { (name, $0) }
            })
    }

    private static let escapes = [
        "..%2F..%2F..%2F..%2Fbob%2Fsecret%2Frepository.json",
        "../../../../bob/secret/repository.json",
        "%2e%2e%2f%2e%2e%2frepository.json", "..%2F..%2Frepository.json", "..", "%2E%2E",
        "..%2Ftags", ".hidden", "a%00b", "a%5C..%5Cb", "%2Fetc%2Fpasswd",
    ]

    @Test func noPathLeadsOutOfARepository() async throws {
        try await withTestHub { hub in
            _ = try await filled(hub)
            let before = try served(hub)
            for name in Self.escapes {
                let routes: [(String, String, String?)] = [
                    ("DELETE", "/api/datasets/alice/data/branch/\(name)", nil),
                    ("DELETE", "/api/datasets/alice/data/tag/\(name)", nil),
                    ("POST", "/api/datasets/alice/data/branch/\(name)", "{}"),
                    ("POST", "/api/datasets/alice/data/tag/main", #"{"tag": "../x"}"#),
                    ("POST", "/api/datasets/alice/data/tag/\(name)", #"{"tag": "x"}"#),
                    ("GET", "/api/datasets/alice/data/revision/\(name)", nil),
                    ("GET", "/api/datasets/alice/data/tree/\(name)", nil),
                    ("GET", "/api/datasets/alice/data/commits/\(name)", nil),
                    ("GET", "/api/datasets/alice/data/commits/main?cursor=\(name)", nil),
                    ("GET", "/datasets/alice/data/resolve/\(name)/a.txt", nil),
                    ("GET", "/datasets/alice/data/resolve/main/\(name)", nil),
                    ("GET", "/api/resolve-cache/datasets/alice/data/\(name)/a.txt", nil),
                    ("GET", "/api/datasets/alice/\(name)/revision/main", nil),
                    ("POST", "/api/datasets/alice/data/commit/\(name)", Self.commit),
                    ("POST", "/api/repos/create", #"{"name": "\#(name)", "type": "dataset"}"#),
                    ("DELETE", "/api/repos/delete", #"{"name": "\#(name)", "type": "dataset"}"#),
                ]
                for (method, path, body) in routes {
                    let answer = try await hub.raw(method, path, body: body)
                    #expect((400..<500).contains(answer.status), "\(method) \(path)")
                }
            }
            #expect(try served(hub) == before)
        }
    }

    private static let commit = """
        {"key": "header", "value": {"summary": "x"}}
        {"key": "file", "value": {"path": "x", "content": "eA==", "encoding": "base64"}}
        """

    @Test func commitsGoToBranchesOnly() async throws {
        try await withTestHub { hub in
            let head = try await filled(hub)
            _ = try await hub.raw(
                "POST", "/api/datasets/alice/data/tag/main", body: #"{"tag": "v1"}"#)
            let before = try served(hub)
            for revision in ["v1", "refs%2Ftags%2Fv1", head] {
                let answer = try await hub.raw(
                    "POST", "/api/datasets/alice/data/commit/\(revision)", body: Self.commit)
                #expect(answer.status == 400)
                let name = revision.replacing("%2F", with: "/")
                #expect(
                    try answer.json()["error"].string
                        == "'\(name)' is no branch: commits go to a branch or a pull request")
            }
            #expect(try served(hub) == before)
        }
    }

    @Test func namesThatMeanSomethingElseAreRefused() async throws {
        try await withTestHub { hub in
            let head = try await filled(hub)
            let api = "/api/datasets/alice/data/"
            for name in ["refs/pr/1", "refs/heads/main", head, head.uppercased()] {
                let escaped = name.replacing("/", with: "%2F")
                let branch = try await hub.raw("POST", api + "branch/\(escaped)", body: "{}")
                let tag = try await hub.raw(
                    "POST", api + "tag/main", body: #"{"tag": "\#(name)"}"#)
                for answer in [branch, tag] {
                    #expect(answer.status == 400)
                    #expect(
                        try answer.json()["error"].string == "Invalid reference name '\(name)'")
                }
            }
            let names = try await hub.client().references(of: RepositoryID("alice/data"))
                .map(\.reference)
            #expect(names == ["refs/heads/main"])
        }
    }

    @Test func noBranchHidesAPullRequest() async throws {
        try await withTestHub { hub in
            let head = try await filled(hub)
            let api = "/api/datasets/alice/data/"
            let pull = try await hub.raw(
                "POST", api + "commit/main?create_pr=1", body: Self.commit
            ).json()
            // As a server that took such names has left it.
            let refs = hub.folder.appending(path: "served/repositories/alice/data/refs")
            let folder = refs.appending(path: "heads/refs/pr")
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            try Data("\(head)\n".utf8).write(to: folder.appending(path: "1"))
            let info = try await hub.raw("GET", api + "revision/refs%2Fpr%2F1").json()
            #expect(info["sha"].string == pull["commitOid"].string)
            #expect(info["sha"].string != head)
        }
    }

    @Test func branchesAreDeletedAndMainIsNot() async throws {
        try await withTestHub { hub in
            _ = try await filled(hub)
            let branches = "/api/datasets/alice/data/branch/"
            #expect(try await hub.raw("POST", branches + "dev%2Fx", body: "{}").status == 200)
            #expect(try await hub.raw("DELETE", branches + "dev").status == 404)
            #expect(try await hub.raw("DELETE", branches + "dev%2Fx").status == 200)
            #expect(try await hub.raw("DELETE", branches + "dev%2Fx").status == 404)
            let main = try await hub.raw("DELETE", branches + "main")
            #expect(main.status == 403)
            #expect(
                try main.json()["error"].string == "The branch 'main' cannot be deleted")
            #expect(try await hub.raw("GET", "/api/datasets/alice/data").status == 200)
        }
    }

    @Test(arguments: [
        ("bytes=0-9223372036854775807", 206, "0123456789"),
        ("bytes=9-99999999999999999999999", 206, "9"), ("bytes=2-4", 206, "234"),
        ("bytes=-99999999999999999999999", 206, "0123456789"), ("bytes=-3", 206, "789"),
        ("bytes=4-", 206, "456789"), ("bytes=10-", 416, ""), ("bytes=4-2", 416, ""),
        ("bytes=9223372036854775807-9223372036854775807", 416, ""), ("bytes=-0", 416, ""),
        ("bytes=+1-+2", 416, ""), ("bytes=-", 416, ""), ("bytes=1-2,4-5", 416, ""),
    ])
    func everyRangeHasAnAnswer(range: String, status: Int, text: String) async throws {
        try await withTestHub { hub in
            let commit = try await filled(hub)
            let answer = try await hub.raw(
                "GET", "/api/resolve-cache/datasets/alice/data/\(commit)/a.txt",
                headers: [("Range", range)])
            #expect(answer.status == status)
            #expect(String(decoding: answer.body, as: UTF8.self) == text)
        }
    }

    @Test func sizesThatNoFileHasAreRefused() async throws {
        try await withTestHub { hub in
            _ = try await filled(hub)
            let oid = String(repeating: "ab", count: 32)
            let sizes = [(Int.max, 422), (1 << 50, 422), (-1, 422), (500_000_000_000, nil)]
            for (size, code) in sizes {
                let answer = try await hub.raw(
                    "POST", "/datasets/alice/data.git/info/lfs/objects/batch",
                    body: #"{"operation": "upload", "transfers": ["basic", "multipart"], "#
                        + #""objects": [{"oid": "\#(oid)", "size": \#(size)}]}"#)
                #expect(answer.status == 200)
                let object = try answer.json()["objects"][0]
                #expect(object["error"]["code"].int == code)
                let header = object["actions"]["upload"]["header"]
                // One part, the size of the parts beside, for each of at most ten thousand.
                #expect(code != nil || header.keys?.count == 10_001)
                #expect(code != nil || header["chunk_size"].string == "50000000")
            }
        }
    }

    @Test func strangersSendNoBodies() async throws {
        try await withTestHub { hub in
            _ = try await filled(hub)
            for token in [nil, TestHub.Token.reader] {
                let answer = try await hub.raw(
                    "POST", "/datasets/alice/data.git/info/lfs/objects/batch", body: "no JSON",
                    token: token)
                #expect(answer.status == 403)
            }
            let large = String(repeating: "x", count: 33 << 20)
            let answer = try await hub.raw(
                "POST", "/api/datasets/alice/data/preupload/main", body: large)
            #expect(answer.status == 413)
        }
    }

    @Test func aHistoryComesInPages() async throws {
        try await withTestHub {
            $0.pageSize = 2
        } _: { hub in
            _ = try await filled(hub)
            let client = try hub.client()
            for number in 0..<4 {
                _ = try await client.commit(
                    [.add(path: "n", content: .bytes(Array("\(number)".utf8)))],
                    to: RepositoryID("alice/data"), message: "commit \(number)")
            }
            var titles: [[String]] = []
            var next: String? = "/api/datasets/alice/data/commits/main"
            while let path = next {
                let answer = try await hub.raw("GET", path)
                let page = try answer.json()
                titles.append((0..<2).compactMap { page[$0]["title"].string })
                next = answer.headers["Link"].flatMap {
                    $0.split(separator: ">").first.map {
                        String($0.dropFirst(1 + hub.endpoint.count))
                    }
                }
            }
            #expect(
                titles == [
                    ["commit 3", "commit 2"], ["commit 1", "commit 0"],
                    ["files", "initial commit"],
                ])
        }
    }
}
