import Foundation
import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Testing

@testable import PersonaVectorsCommands

/// The server as a process of its own: what it prints, how it ends, and what a kill leaves.
@Suite(.serialized) struct HubServeProcessTests {
    /// A server that listens, and the first that it printed.
    private struct Running {
        let process: Process
        let said: String

        init(_ folder: TemporaryFolder, _ arguments: String...) async throws {
            process = Process()
            process.executableURL = BuiltProgram.url()
            process.arguments =
                ["hub", "serve", "--root", folder.url.appending(path: "hub").path, "--port", "0"]
                + arguments
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let first = Task.detached { output.fileHandleForReading.availableData }
            said = String(decoding: await first.value, as: UTF8.self)
        }

        var endpoint: String {
            said.split(separator: "\n").first.map { String($0.dropFirst("HF_ENDPOINT=".count)) }
                ?? ""
        }

        func end(_ signal: Int32) -> Int32 {
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    private func client(
        _ endpoint: String, _ folder: TemporaryFolder, token: String? = nil
    ) throws -> HubClient {
        var configuration = try HubConfiguration(environment: [
            "HF_ENDPOINT": endpoint,
            "HF_HOME": folder.url.appending(path: UUID().uuidString).path,
        ])
        configuration.token = token
        return try HubClient(configuration)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func saysWhereItIsAndEndsWhenAskedTo(signal: Int32) async throws {
        let folder = try TemporaryFolder()
        let server = try await Running(folder)
        #expect(server.said.wholeMatch(of: /HF_ENDPOINT=http:\/\/127\.0\.0\.1:\d+\n/) != nil)
        try await client(server.endpoint, folder).createRepository(RepositoryID("a/b"))
        #expect(server.end(signal) == 0)
    }

    @Test func saysItToPrograms() async throws {
        let folder = try TemporaryFolder()
        let json = try await Running(folder, "--format", "json")
        let endpoint = try #require(try JSON(Data(json.said.utf8))["endpoint"].string)
        #expect(endpoint.hasPrefix("http://127.0.0.1:"))
        #expect(json.end(SIGTERM) == 0)
        let quiet = try await Running(folder, "--quiet", "--public-host", "hub.lab")
        #expect(quiet.said.wholeMatch(of: /http:\/\/hub\.lab:\d+\n/) != nil)
        #expect(quiet.end(SIGTERM) == 0)
    }

    @Test func knowsTheAccountsOfAFile() async throws {
        let folder = try TemporaryFolder()
        let tokens = folder.url.appending(path: "tokens")
        try Data("# Those of the group.\n\nada:hf_ada\r\n  bob:hf:bob\n".utf8).write(to: tokens)
        let server = try await Running(folder, "--tokens-file", tokens.path)
        for (name, token) in [("ada", "hf_ada"), ("bob", "hf:bob")] {
            let client = try client(server.endpoint, folder, token: token)
            #expect(try await client.accountName() == name)
        }
        #expect(server.end(SIGTERM) == 0)
    }

    /// What a commit said is there after a kill in the midst of the next ones, and the repository
    /// is one of those that some commit made.
    @Test func aKillWhileItStoresLeavesRepositoriesWhole() async throws {
        let folder = try TemporaryFolder()
        let repository = try RepositoryID("a/b")
        var known = 0
        for round in 0..<3 {
            let server = try await Running(folder)
            let client = try client(server.endpoint, folder)
            try await client.createRepository(repository, mayExist: true)
            let (numbers, said) = AsyncStream.makeStream(of: Int.self)
            let writing = Task { [known] in
                for number in (known + 1)... {
                    let text = Array("\(number)".utf8)
                    _ = try await client.commit(
                        [
                            .add(path: "small.txt", content: .bytes(text)),
                            .add(
                                path: "large.bin",
                                content: .bytes(noise(50_000, seed: UInt64(number)))),
                        ], to: repository, message: "commit \(number)")
                    said.yield(number)
                }
            }
            var last = known
            for await number in numbers {
                last = number
                if number == known + 2 + round { break }
            }
            #expect(server.end(SIGKILL) == SIGKILL)
            writing.cancel()
            _ = await writing.result
            said.finish()
            for await number in numbers { last = number }

            let again = try await Running(folder)
            let reader = try self.client(again.endpoint, folder)
            let references = try await reader.references(of: repository)
            #expect(references.map(\.reference) == ["refs/heads/main"])
            let number = try #require(
                Int(try await text("small.txt", of: repository, reader)))
            #expect(number == last || number == last + 1)
            let large = try await reader.download(HubFile("large.bin", in: repository))
            #expect(try Data(contentsOf: large) == Data(noise(50_000, seed: UInt64(number))))
            known = number
            #expect(again.end(SIGTERM) == 0)
        }
    }

    private func text(
        _ path: String, of repository: RepositoryID, _ client: HubClient
    ) async throws -> String {
        try String(
            contentsOf: await client.download(HubFile(path, in: repository)), encoding: .utf8)
    }
}
