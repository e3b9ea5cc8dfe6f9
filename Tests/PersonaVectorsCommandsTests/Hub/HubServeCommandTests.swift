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
            arguments: ["--root", "hub", "--token", "hf_secret"],
            message: "'--token hf_secret' must be a name and a token, such as ada=hf_secret."),
    ]

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
