import Foundation
import Testing

@testable import PersonaVectorsCommands

@Suite struct RemoveCommandTests {
    private func filled() async throws -> CommandRunner {
        let run = try CommandRunner()
        let outcome = await run(
            "import", Fixtures.path("stores/basic"), "--model", "google/gemma-2-9b-it",
            "--mask-strategy", "answer_mean")
        #expect(outcome.status == 0, "\(outcome.errors)")
        return run
    }

    @Test func removesFromEveryVariantNamed() async throws {
        let run = try await filled()
        let outcome = await run(
            "remove", "p-ascii", "emoji-🦊", "--variants", "templated", "biography")
        #expect(outcome.status == 0, "\(outcome.errors)")
        try Fixtures.expectSnapshot(outcome.output, "tables/remove.txt")
        #expect(await run("show", "p-ascii").status == 1)
        #expect(await run("verify").status == 0)
    }

    @Test func aDryRunRemovesNothing() async throws {
        let run = try await filled()
        let before = try run.folder.contents()
        let outcome = await run(
            "remove", "p-ascii", "--variant", "templated", "--dry-run", "--format", "json")
        #expect(outcome.status == 0)
        #expect(outcome.errors == "Nothing was written: this was a dry run.\n")
        try Fixtures.expectSnapshot(outcome.output, "tables/remove-json.txt")
        #expect(try run.folder.contents() == before)
    }

    struct Bad: Sendable {
        let arguments: [String]
        let errors: String
    }

    static let bad: [Bad] = [
        Bad(
            arguments: ["p-ascii"],
            errors: "Error: google/gemma-2-9b-it, answer_mean has the variants 'templated',"
                + " 'biography'. Choose one with --variant.\n"),
        Bad(
            arguments: ["p-ascii", "only-in-biography", "--variants", "biography", "templated"],
            errors: "Error: No persona 'only-in-biography' in google/gemma-2-9b-it, answer_mean,"
                + " templated (10 listed). Run 'persona-vectors list --variant …' to see what"
                + " there is.\n"),
    ]

    @Test func refusesAndRemovesNothing() async throws {
        let run = try await filled()
        let before = try run.folder.contents()
        for item in Self.bad {
            let outcome = await run.run(["remove"] + item.arguments)
            #expect(outcome == .init(status: 1, output: "", errors: item.errors))
        }
        #expect(try run.folder.contents() == before)
    }

    @Test func namesNobodyTwice() async throws {
        let outcome = try await CommandRunner()("remove", "a", "b", "a")
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("Error: The persona 'a' is named twice.\n"))
    }
}
