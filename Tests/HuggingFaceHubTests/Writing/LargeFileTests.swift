import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Testing

/// The messages of an upload, word for word, and what breaks on the way.
@Suite(.serialized) struct LargeFileTests {
    private static let sha = String(repeating: "c", count: 40)

    private let repository: RepositoryID

    init() throws {
        repository = try RepositoryID("alice/out")
    }

    private static func preupload(
        _ paths: [String], ignoring: Bool = false
    ) -> ScriptedTransport.Reply {
        let files = paths.map {
            #"{"path": "\#($0)", "uploadMode": "lfs", "shouldIgnore": \#(ignoring)}"#
        }
        return .answer(200, body: #"{"files": [\#(files.joined(separator: ", "))]}"#)
    }

    private static func batch(
        _ contents: [[UInt8]], actions: String = ""
    ) -> ScriptedTransport.Reply {
        let objects = contents.map {
            #"{"oid": "\#(sha256($0))", "size": \#($0.count)\#(actions)}"#
        }
        return .answer(200, body: #"{"objects": [\#(objects.joined(separator: ", "))]}"#)
    }

    private static let info = ScriptedTransport.Reply.answer(
        200, body: #"{"id": "alice/out", "sha": "\#(sha)"}"#)
    private static let committed = ScriptedTransport.Reply.answer(
        200, body: #"{"commitOid": "\#(sha)"}"#)

    private func json(_ request: HTTPRequest?) throws -> JSON {
        guard case .bytes(let bytes) = request?.body else { throw CocoaError(.coderReadCorrupt) }
        return try JSON(Data(bytes))
    }

    private func add(_ contents: [[UInt8]]) -> [CommitOperation] {
        contents.enumerated().map { .add(path: "\($0.offset).bin", content: .bytes($0.element)) }
    }

    @Test func addressesOfTheHubThatIsMirroredAreAskedForAtTheMirror() async throws {
        let content: [UInt8] = [0, 1, 2]
        let actions = """
            , "actions": {"upload": {"href": "https://huggingface.co/up?Signature=s"}, \
            "verify": {"href": "https://hub-ci.huggingface.co/verify"}}
            """
        let transport = ScriptedTransport([
            Self.preupload(["0.bin"]), Self.batch([content], actions: actions), .answer(200),
            .answer(200), Self.info, Self.committed,
        ])
        let outcome = try await scriptedClient(transport).commit(
            add([content]), to: repository, message: "one")
        #expect(outcome.uploadedBytes == 3)
        let requests = transport.requests
        #expect(
            requests[2...3].map { "\($0.method) \($0.url)" } == [
                "PUT https://hub.example/up?Signature=s", "POST https://hub.example/verify",
            ])
        #expect(requests[2...3].map { $0.headers["Authorization"] != nil } == [false, true])
        let verified = try json(requests[3])
        #expect(verified["oid"].string == sha256(content))
        #expect(verified["size"].int == 3)
    }

    @Test func asksInBatchesAndInTheWordsOfTheProtocol() async throws {
        let contents = (0..<300).map { [0, UInt8($0 & 255), UInt8($0 >> 8)] }
        let paths = contents.indices.map { "\($0).bin" }
        let digests = contents.sorted { sha256($0) < sha256($1) }
        let transport = ScriptedTransport([
            Self.preupload(Array(paths[..<256])), Self.preupload(Array(paths[256...])),
            Self.batch(Array(digests[..<256])), Self.batch(Array(digests[256...])), Self.info,
            Self.committed,
        ])
        let outcome = try await scriptedClient(transport).commit(
            add(contents), to: repository, message: "many")
        // Without actions the content is there.
        #expect(outcome.uploadedBytes == 0)
        for (index, request) in transport.requests[2...3].enumerated() {
            #expect(request.headers["Accept"] == "application/vnd.git-lfs+json")
            #expect(request.headers["Content-Type"] == "application/vnd.git-lfs+json")
            let body = try json(request)
            #expect(body["operation"].string == "upload")
            #expect(body["transfers"].strings == ["basic", "multipart"])
            #expect(body["hash_algo"].string == "sha256")
            #expect(body["ref"]["name"].string == "main")
            let first = digests[index * 256]
            #expect(body["objects"][0]["oid"].string == sha256(first))
            #expect(body["objects"][index == 0 ? 255 : 43]["size"].int == 3)
            #expect(body["objects"][index == 0 ? 256 : 44]["oid"].string == nil)
        }
    }

    @Test func aPullRequestNamesNoReference() async throws {
        let transport = ScriptedTransport([
            Self.preupload(["0.bin"]), Self.batch([[0, 1]]), Self.info, Self.committed,
        ])
        var options = CommitOptions()
        options.opensPullRequest = true
        _ = try await scriptedClient(transport).commit(
            add([[0, 1]]), to: repository, message: "proposal", options: options)
        #expect(try json(transport.requests[1])["ref"].keys == nil)
        #expect(transport.requests.last?.url.hasSuffix("/commit/main?create_pr=1") == true)
    }

    @Test func whatTheRepositoryIgnoresIsNotCommitted() async throws {
        let transport = ScriptedTransport([
            Self.preupload(["0.bin"], ignoring: true), Self.info,
        ])
        let outcome = try await scriptedClient(transport).commit(
            add([[0, 1]]), to: repository, message: "none")
        #expect(!outcome.isNew && outcome.ignoredPaths == ["0.bin"])
        #expect(transport.requests.count == 2)
    }

    /// Section e of the protocol: these are asked again.
    @Test(arguments: [429, 503, 408])
    func eachStepIsRepeatedWhenItFailsInPassing(status: Int) async throws {
        try await withTestHub {
            $0.multipartThreshold = 100_000
            $0.multipartSize = 60_000
        } _: { [repository] hub in
            let client = try hub.client()
            try await client.createRepository(repository)
            let places = [
                ("POST", "/preupload/"), ("POST", "/objects/batch"), ("PUT", "/s3/"),
                ("POST", "/complete_multipart"), ("POST", "/objects/verify"),
            ]
            for (method, path) in places {
                hub.faults.add(HubFault(.status(status), method: method, path: path, count: 2))
            }
            let shard = noise(150_000, seed: 8)
            _ = try await client.commit(
                [.add(path: "a.parquet", content: .file(hub.file("a", shard)))], to: repository,
                message: "parts")
            #expect(!hub.faults.isPending)
            for (method, path) in [
                ("GET", "/tree/"), ("GET", "/commits/"), ("GET", "/whoami-v2"),
                ("POST", "/validate-yaml"), ("GET", "/refs"),
            ] {
                hub.faults.add(HubFault(.status(status), method: method, path: path, count: 2))
            }
            #expect(try await client.listTree(of: repository).map(\.path).contains("a.parquet"))
            #expect(try await client.commits(of: repository).count == 2)
            #expect(try await client.accountName() == "alice")
            #expect(try await client.validateCard("---\n---\n") == [])
            #expect(try await client.references(of: repository).count == 1)
            #expect(!hub.faults.isPending)
        }
    }

    @Test func aFileThatShrinksWhileItIsSentIsNamed() async throws {
        try await withTestHub { [repository] hub in
            let client = try hub.client()
            try await client.createRepository(repository)
            let file = try hub.file("a.parquet", noise(900_000, seed: 9))
            var options = CommitOptions()
            // The digest is known by then, and the body is not.
            options.progress = { _ in _ = truncate(file.path, 10) }
            let error = await #expect(throws: HubError.self) {
                try await client.store(
                    file, as: "a.parquet", in: repository, options: options)
            }
            #expect(error?.code == .fileSystem)
            #expect(
                error?.message == "\(file.path) was changed while it was being sent. Push it again."
            )
            #expect(hub.records.filter { $0.method == "PUT" }.count <= 1)
        }
    }

    @Test func whatCannotBeCommittedIsNotSentAhead() async throws {
        let transport = ScriptedTransport([])
        let client = try scriptedClient(transport)
        let url = URL(filePath: "/nowhere")
        for path in [".git/config", ".cache/x"] {
            let error = await #expect(throws: HubError.self) {
                try await client.store(url, as: path, in: repository)
            }
            #expect(
                error?.message
                    == "'\(path)' cannot be committed: '.git' and '.cache' are not part of a "
                    + "repository's content.")
        }
        let model = try RepositoryID("alice/out", kind: .model)
        let error = await #expect(throws: HubError.self) {
            try await client.store(url, as: "a", in: model)
        }
        #expect(
            error?.message == "alice/out is a model repository, which this library only reads: "
                + "name a dataset repository to write to.")
        #expect(transport.requests.isEmpty)
    }
}
