import Testing

@testable import PersonaVectorsCommands

@Suite struct HelpTests {
    @Test(arguments: PersonaVectorsCommand.commandNames)
    func helpIsAsKept(_ command: String) async throws {
        let outcome = try await CommandRunner()(command, "--help")
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        try Fixtures.expectSnapshot(outcome.output, "help/\(command).txt")
    }

    @Test(arguments: [
        ["hub", "serve"], ["hub", "models"], ["hub", "variants"], ["hub", "personas"],
        ["cache", "list"], ["cache", "verify"], ["cache", "prune"],
    ])
    func helpOfNestedCommandsIsAsKept(_ words: [String]) async throws {
        let outcome = try await CommandRunner().run(words + ["--help"])
        #expect(outcome.status == 0)
        try Fixtures.expectSnapshot(outcome.output, "help/\(words.joined(separator: "-")).txt")
    }

    @Test func overviewIsAsKept() async throws {
        let run = try CommandRunner()
        let outcome = await run()
        #expect(outcome.status == 0)
        #expect(outcome == (await run("--help")))
        try Fixtures.expectSnapshot(outcome.output, "help/overview.txt")
    }

    @Test func printsItsVersion() async throws {
        let outcome = try await CommandRunner()("--version")
        #expect(outcome == .init(status: 0, output: "0.1.0\n", errors: ""))
    }

    @Test func suggestsACommand() async throws {
        let outcome = try await CommandRunner()("lst")
        #expect(
            outcome
                == .init(
                    status: 64, output: "",
                    errors: "Error: There is no command 'lst'. Did you mean 'list'?\n"))
    }

    @Test func rejectsAWordThatIsNoCommand() async throws {
        let outcome = try await CommandRunner()("frobnicate")
        #expect(outcome.status == 64)
        #expect(
            outcome.errors
                == "Error: There is no command 'frobnicate'. Run 'persona-vectors --help' to see"
                + " what there is.\n")
    }

    @Test func makesACompletionScript() async throws {
        let outcome = try await CommandRunner()("--generate-completion-script", "bash")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("---completion"))
    }
}
