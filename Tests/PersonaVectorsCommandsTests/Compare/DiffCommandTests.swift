import Foundation
import Testing

@testable import PersonaVectorsCommands

@Suite struct DiffCommandTests {
    private static let basic = Fixtures.path("stores/basic")
    private static let gemma = ["--activations-dir", basic, "--model", "google/gemma-2-9b-it"]

    /// Two stores that differ in every way: `mine` and `theirs`.
    private func stores() async throws -> CommandRunner {
        let run = try CommandRunner()
        let files = [
            ("mine", "same", "f4-little", "S"), ("theirs", "same", "f4-big", "S"),
            ("mine", "name", "f4-little", "A"), ("theirs", "name", "f4-little", "B"),
            ("mine", "dtype", "f4-little", "D"), ("theirs", "dtype", "f8-little", "D"),
            ("mine", "only-mine", "f4-little", "O"), ("theirs", "only-theirs", "f4-little", "O"),
        ]
        for (folder, id, file, name) in files {
            let outcome = await run(
                "import", Fixtures.path("npy/\(file).npy"), "--persona-id", id, "--name", name,
                "--model", "m", "--variant", "t", "--activations-dir", folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        return run
    }

    @Test func aStoreEqualsItself() async throws {
        let outcome = try await CommandRunner()("diff", Self.basic, "--activations-dir", Self.basic)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        try Fixtures.expectSnapshot(outcome.output, "tables/diff-equal.txt")
    }

    @Test func saysHowStoresDiffer() async throws {
        let run = try await stores()
        let outcome = await run("diff", "theirs", "--activations-dir", "mine")
        #expect(outcome.status == 1)
        #expect(outcome.errors == "")
        try Fixtures.expectSnapshot(outcome.output, "tables/diff-stores.txt")
        let json = await run("diff", "theirs", "--activations-dir", "mine", "--format", "json")
        try Fixtures.expectSnapshot(json.output, "tables/diff-stores-json.txt")
        let quiet = await run("diff", "theirs", "--activations-dir", "mine", "--quiet")
        #expect(quiet.output == "dtype\nname\nonly-mine\nonly-theirs\n")
    }

    @Test func comparesTwoPersonas() async throws {
        let outcome = try await CommandRunner().run(
            ["diff", "p-ascii", "emoji-🦊", "--variant", "templated"] + Self.gemma)
        #expect(outcome.status == 1)
        try Fixtures.expectSnapshot(outcome.output, "tables/diff-personas.txt")
    }

    @Test func comparesTwoVariantsOfAPersona() async throws {
        let run = try CommandRunner()
        let both = ["--variants", "templated", "biography"]
        let json = await run.run(
            ["diff", "p-ascii", "p-ascii", "--format", "json"] + both + Self.gemma)
        #expect(json.status == 1)
        try Fixtures.expectSnapshot(json.output, "tables/diff-variants-json.txt")
        let near = await run.run(
            ["diff", "p-ascii", "p-ascii", "--tolerance", "1e6"] + both + Self.gemma)
        #expect(near.status == 0)
    }

    struct Bad: Sendable {
        let arguments: [String]
        var status: Int32 = 1
        let errors: String
    }

    static let bad: [Bad] = [
        Bad(
            arguments: ["p-ascii"] + gemma,
            errors: "Error: p-ascii is not a folder. Name the folder of a store, or two personas.\n"
        ),
        Bad(
            arguments: ["p-ascii", "p-asci", "--variant", "templated"] + gemma,
            errors: "Error: No persona 'p-asci' in google/gemma-2-9b-it, answer_mean, templated (10"
                + " listed). Did you mean 'p-ascii'?\n"),
        Bad(
            arguments: ["a", "b", "c"], status: 64,
            errors: "Error: Name one folder or two personas to compare, not 3 things.\n"),
        Bad(
            arguments: ["a", "b", "--tolerance=-1"], status: 64,
            errors: "Error: '--tolerance' must be a number of at least 0.\n"),
    ]

    @Test(arguments: bad)
    func refuses(_ item: Bad) async throws {
        let outcome = try await CommandRunner().run(["diff"] + item.arguments)
        #expect(outcome.status == item.status)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix(item.errors), "\(outcome.errors)")
    }
}
