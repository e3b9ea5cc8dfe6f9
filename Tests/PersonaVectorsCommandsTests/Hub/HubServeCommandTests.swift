import Foundation
import Testing

@testable import PersonaVectorsCommands

@Suite struct HubServeCommandTests {
    struct Bad: Sendable {
        let arguments: [String]
        let message: String
    }

    static let bad = [
        Bad(
            arguments: ["--root", "hub", "--port", "70000"],
            message: "'--port 70000' is no port: choose one from 0 to 65535."),
        Bad(
            arguments: ["--root", "hub", "--storage-port=-1"],
            message: "'--storage-port -1' is no port: choose one from 0 to 65535."),
        Bad(
            arguments: ["--root", "hub", "--public-host", "http://hub.lab"],
            message: "'--public-host' must be a name or an address without port, such as hub.lab."),
    ]

    /// None of these may show what was given: it may be a token.
    @Test(arguments: [
        ["--token", "hf_mine"], ["--token", "a/b=hf_mine"], ["--token", "=hf_mine"],
        ["--token", "ada="], ["--token", "ada=hf_mine", "--token", "bob=hf_mine"],
    ])
    func aTokenWithoutANameIsNotRepeated(arguments: [String]) async throws {
        let outcome = try await CommandRunner().run(
            ["hub", "serve", "--root", "hub"] + arguments)
        #expect(outcome.status == 64)
        #expect(
            outcome.errors.hasPrefix(
                "Error: A value of '--token' is no account: a name and a token of its own are needed,"
                    + " such as ada=hf_secret.\n"))
        #expect(!outcome.errors.contains("hf_mine"))
    }

    @Test(arguments: [
        ("# comment\n\nada:hf_a\nhf_mine\n", 4), ("ada=hf_mine", 1),
        ("ada:hf_mine\nbob:hf_mine", 2),
        ("a/b:hf_mine", 1), ("ada:\n", 1),
    ])
    func aFileOfTokensNamesTheLineAndNotTheToken(text: String, line: Int) async throws {
        let run = try CommandRunner()
        try run.write(text, to: "tokens")
        let outcome = await run("hub", "serve", "--root", "hub", "--tokens-file", "tokens")
        #expect(outcome.status == 1)
        #expect(
            outcome.errors == "Error: Line \(line) of tokens is no account: name:token is needed,"
                + " with a token that no other account has.\n")
        let none = await run("hub", "serve", "--root", "hub", "--tokens-file", "none")
        #expect(none.status == 1)
        #expect(
            none.errors == "Error: The file of tokens none cannot be read as text. Write name:token"
                + " in each of its lines.\n")
    }

    @Test(arguments: bad)
    func refusesSettingsThatMakeNoSense(_ bad: Bad) async throws {
        let outcome = try await CommandRunner().run(["hub", "serve"] + bad.arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("Error: \(bad.message)\n"))
    }

    @Test func isNotOpenToTheNetworkWithoutTokens() async throws {
        let outcome = try await CommandRunner()(
            "hub", "serve", "--root", "hub", "--port", "0", "--host", "0.0.0.0")
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("token"))
    }
}
