import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Testing

/// Starting, access, and what is left on disk.
@Suite(.serialized) struct HubServerTests {
    private func add(_ path: String, _ text: String) -> CommitOperation {
        .add(path: path, content: .bytes(Array(text.utf8)))
    }

    @Test func refusesToOpenRepositoriesToTheNetwork() async throws {
        var configuration = HubServerConfiguration(root: URL(filePath: "/nowhere"))
        configuration.host = "0.0.0.0"
        let error = await #expect(throws: HubServerError.self) {
            try await HubServer(configuration).whileRunning { _ in }
        }
        #expect(error?.code == .unsafeConfiguration)
        #expect(
            error?.message
                == "Cannot serve on 0.0.0.0 without tokens: everybody who reaches it could change "
                + "the repositories. Pass a token, or serve on 127.0.0.1.")
    }

    @Test func refusesAFolderThatAnotherServerHasOpen() async throws {
        try await withTestHub { hub in
            let error = await #expect(throws: HubServerError.self) {
                try await HubServer(hub.server.configuration).whileRunning { _ in }
            }
            #expect(error?.code == .rootInUse)
        }
    }

    @Test func saysThatAPortIsTaken() async throws {
        try await withTestHub { hub in
            let port = try #require(URL(string: hub.endpoint)?.port)
            let root = hub.folder.appending(path: "other")
            let error = await #expect(throws: HubServerError.self) {
                try await HubServer(HubServerConfiguration(root: root, port: port))
                    .whileRunning { _ in }
            }
            #expect(error?.code == .cannotListen)
            #expect(
                error?.message
                    == "Cannot listen on 127.0.0.1:\(port): Address already in use. Choose another"
                    + " port, or 0 for a free one.")
        }
    }

    @Test func saysThatAFolderCannotBeUsed() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "hub-\(UUID())")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let root = file.appending(path: "below")
        let error = await #expect(throws: HubServerError.self) {
            try await HubServer(HubServerConfiguration(root: root)).whileRunning { _ in }
        }
        #expect(
            error?.message
                == "Could not use the folder \(root.path): Not a directory. Choose a folder that can"
                + " be written to.")
    }

    @Test func theTagsOfACardAreThoseOfItsRepository() async throws {
        try await withTestHub { hub in
            let client = try hub.client()
            let repository = try RepositoryID("alice/tagged")
            try await client.createRepository(repository)
            let path = "/api/datasets/alice/tagged"
            #expect(try await hub.raw("GET", path).json()["tags"].strings == [])
            let card = "---\nlicense: mit\ntags:\n- persona\n- vectors\n---\n"
            _ = try await client.commit(
                [add("README.md", card)], to: repository, message: "card")
            #expect(
                try await hub.raw("GET", path).json()["tags"].strings == ["persona", "vectors"])
        }
    }

    @Test func anOpenServerTakesEverybodyAndForgetsNothing() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hub-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let repository = try RepositoryID("any/body")
        var commits: [CommitID] = []
        for round in 0..<2 {
            let server = HubServer(HubServerConfiguration(root: folder))
            let head = try await server.whileRunning { endpoint in
                let client = try HubClient(
                    HubConfiguration(environment: [
                        "HF_ENDPOINT": endpoint, "HF_HOME": folder.appending(path: "home").path,
                    ]))
                try await client.createRepository(repository, mayExist: true)
                guard round == 0 else { return try await client.resolveRevision(of: repository) }
                return try await client.commit(
                    [add("a", "1")], to: repository, message: "kept"
                ).commit
            }
            commits.append(head)
        }
        #expect(commits.count == 2 && commits.first == commits.last)
    }

    @Test func repositoriesAreSeenByThoseWhoMay() async throws {
        try await withTestHub { hub in
            let alice = try hub.client()
            let secret = try RepositoryID("lab/secret")
            try await alice.createRepository(secret, isPrivate: true)
            let answers: [(String?, HubError.Code?)] = [
                (TestHub.Token.alice, nil), (TestHub.Token.bob, .repositoryNotFound),
                (TestHub.Token.reader, .repositoryNotFound), (nil, .repositoryNotFound),
                ("hf_nobody", .invalidToken),
            ]
            for (token, code) in answers {
                let client = try hub.client(token: token)
                do {
                    #expect(try await client.repositoryInfo(of: secret).isPrivate)
                    #expect(code == nil)
                } catch let error as HubError {
                    #expect(error.code == code)
                }
            }
        }
    }

    @Test func aRepositoryKeepsItsFilesUnderGitsAndLFSNames() async throws {
        try await withTestHub { hub in
            let client = try hub.client()
            let repository = try RepositoryID("alice/data")
            try await client.createRepository(repository)
            let large = noise(70_000, seed: 1)
            let outcome = try await client.commit(
                [add("a.txt", "hello\n"), .add(path: "b.bin", content: .bytes(large))],
                to: repository, message: "two")
            let root = hub.folder.appending(path: "served")
            let blob = root.appending(path: "blobs/ce/ce013625030ba8dba906f756967f9e9ca394464a")
            #expect(try Data(contentsOf: blob) == Data("hello\n".utf8))
            let digest = sha256(large)
            let object = root.appending(path: "objects/\(digest.prefix(2))/\(digest)")
            #expect(try Data(contentsOf: object) == Data(large))
            let head = root.appending(path: "repositories/alice/data/refs/heads/main")
            #expect(try Data(contentsOf: head) == Data("\(outcome.commit)\n".utf8))
        }
    }
}
