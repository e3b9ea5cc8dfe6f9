import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import Parquet
import PersonaVectors
import PersonaVectorsHub
import Safetensors
import Testing

/// Each option of a push, by what it leaves on the Hub.
struct PushOptionsTests {
    @Test(arguments: [true, false])
    func aNewRepositoryIsAsPrivateAsAsked(isPrivate: Bool) async throws {
        try await withTestHub { hub in
            let report = try await hub.push(try hub.personas(), to: "alice/new") {
                $0.isPrivate = isPrivate
            }
            #expect(!report.staysPublic)
            let repository = try RepositoryID("alice/new")
            #expect(
                try await hub.client().repositoryInfo(of: repository).isPrivate == isPrivate)
            let stranger = try hub.client(token: TestHub.Token.bob, cache: "stranger")
            do {
                _ = try await stranger.snapshot(of: repository)
                #expect(!isPrivate)
            } catch let error as HubError {
                #expect(isPrivate && error.code == .repositoryNotFound)
            }
        }
    }

    @Test func aRepositoryThatIsThereStaysAsItIs() async throws {
        try await withTestHub { hub in
            let store = try hub.personas()
            _ = try await hub.push(store, to: "alice/open")
            let open = try await hub.push(store, to: "alice/open") { $0.isPrivate = true }
            #expect(open.staysPublic)
            _ = try await hub.push(store, to: "alice/closed") { $0.isPrivate = true }
            let closed = try await hub.push(store, to: "alice/closed") { $0.isPrivate = true }
            #expect(!closed.staysPublic)
            let repository = try RepositoryID("alice/open")
            #expect(try await !hub.client().repositoryInfo(of: repository).isPrivate)
        }
    }

    @Test(arguments: [false, true])
    func aBranchThatIsNotThereIsMade(isThereAlready: Bool) async throws {
        try await withTestHub { hub in
            let repository = try RepositoryID("alice/branch")
            if isThereAlready { try await hub.client().createRepository(repository) }
            let report = try await hub.push(try hub.personas(), to: "alice/branch") {
                $0.revision = "dev/vectors"
            }
            let store = try hub.pushed("alice/branch", revision: "dev/vectors")
            #expect(try await store.commit == report.commit)
            #expect(try await store.listPersonas() == ["p1", "p2", "p3"])
            let main = try await hub.client().snapshot(of: repository)
            #expect(main.files.map(\.path) == [".gitattributes"])
        }
    }

    @Test func twoPushesThatMakeOneBranchBothSurvive() async throws {
        try await withTestHub { hub in
            let repository = try RepositoryID("alice/branch")
            try await hub.client().createRepository(repository)
            let stores = try ["one", "two"].map { try hub.personas($0, model: "org/\($0)") }
            // Long enough that the second has looked before the first has made it.
            hub.faults.add(
                HubFault(.delay(.milliseconds(500)), method: "POST", path: "/branch/", count: 2))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for store in stores {
                    group.addTask {
                        _ = try await hub.push(store, to: "alice/branch") { $0.revision = "dev" }
                    }
                }
                try await group.waitForAll()
            }
            for model in ["org/one", "org/two"] {
                let store = try hub.pushed("alice/branch", revision: "dev", model: model)
                #expect(try await store.listPersonas() == ["p1", "p2", "p3"])
            }
            let main = try await hub.client().snapshot(of: repository)
            #expect(main.files.map(\.path) == [".gitattributes"])
        }
    }

    @Test(arguments: ["refs/pr/1", "refs/heads/main"])
    func aFullNameThatIsThereTakesAPush(name: String) async throws {
        try await withTestHub { hub in
            _ = try await hub.push(try hub.personas(), to: "alice/request")
            let newer = try hub.personas("newer", ids: ["p1", "p4"])
            _ = try await hub.push(newer, to: "alice/request") { $0.opensPullRequest = true }
            let newest = try hub.personas("newest", ids: ["p5"])
            let report = try await hub.push(newest, to: "alice/request") { $0.revision = name }
            #expect(report.missingBranch == nil && report.pullRequest == nil)
            let changed = try hub.pushed("alice/request", revision: name)
            #expect(try await changed.listPersonas() == ["p5"])
            let references = try await hub.client().references(of: RepositoryID("alice/request"))
                .map(\.reference)
            #expect(references == ["refs/heads/main", "refs/pr/1"])
        }
    }

    @Test func aPushWithoutAMessageMakesNothing() async throws {
        try await withTestHub { hub in
            let error = await #expect(throws: ArtifactError.self) {
                _ = try await hub.push(try hub.personas(), to: "alice/silent") { $0.message = " " }
            }
            #expect(error?.code == .invalidArgument)
            #expect(
                error?.message
                    == "Nothing was pushed: the message of the commit is empty, and a commit needs"
                    + " one. Write what the push is.")
            #expect(hub.records.isEmpty)
        }
    }

    @Test func aPullRequestLeavesTheBranchAlone() async throws {
        try await withTestHub { hub in
            _ = try await hub.push(try hub.personas(), to: "alice/request")
            let newer = try hub.personas("newer", ids: ["p1", "p4"])
            let report = try await hub.push(newer, to: "alice/request") {
                $0.opensPullRequest = true
            }
            #expect(report.pullRequest == 1)
            let main = try hub.pushed("alice/request")
            #expect(try await main.listPersonas() == ["p1", "p2", "p3"])
            let request = try hub.pushed("alice/request", revision: "refs/pr/1")
            #expect(try await request.listPersonas() == ["p1", "p4"])
        }
    }

    @Test func theMessageIsThatOfTheCommit() async throws {
        try await withTestHub { hub in
            _ = try await hub.push(try hub.personas(), to: "alice/said") {
                $0.message = "Vectors of the first run"
            }
            let commits = try await hub.client().commits(of: RepositoryID("alice/said"))
            #expect(commits.map(\.title) == ["Vectors of the first run", "initial commit"])
        }
    }

    @Test func compressedShardsHoldTheSameInLess() async throws {
        try await withTestHub { hub in
            let vectors = (0..<4).map { "p\($0)" }
            let store = try PersonaVectorStore(
                modelName: "org/model", rootDirectory: hub.folder.appending(path: "large"),
                durability: .processCrash)
            try store.saveBatch(
                vectors.map { id in
                    PersonaVectorToSave(
                        personaID: id, personaName: "",
                        vector: try PersonaVector(
                            floats: (0..<20_000).map { Float($0 % 7) }, layerCount: 2,
                            hiddenSize: 10_000))
                }, variant: .templated)
            let plain = try await hub.push(store, to: "alice/plain")
            let zstd = try await hub.push(store, to: "alice/zstd") { $0.compression = .zstd }
            #expect(zstd.uploadedBytes < plain.uploadedBytes / 4)
            let remote = try hub.pushed("alice/zstd")
            #expect(
                try await remote.load(.templated, personaID: "p3").floats()
                    == store.load(.templated, personaID: "p3").floats())
        }
    }

    @Test func aDigestThatDoesNotFitStopsThePushUnlessChecksAreOff() async throws {
        try await withTestHub { hub in
            let store = try hub.personas(variants: [.templated])
            let file = store.rootDirectory
                .appending(path: "org__model/answer_mean/templated/p2.safetensors")
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count - 1] ^= 1
            try bytes.write(to: file)
            let error = await #expect(throws: ArtifactError.self) {
                _ = try await hub.push(store, to: "alice/damaged")
            }
            #expect(error?.code == .invalidTensorFile && error?.personaID == "p2")
            #expect(error?.message.hasPrefix("Nothing was pushed: ") == true)
            #expect(hub.records.isEmpty)
            _ = try await hub.push(store, to: "alice/damaged") { $0.verifies = false }
            #expect(
                try await hub.pushed("alice/damaged").load(.templated, personaID: "p2").floats()
                    == store.load(.templated, personaID: "p2").floats())
        }
    }
}
