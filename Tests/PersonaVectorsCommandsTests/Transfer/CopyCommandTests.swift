import Foundation
import Testing

@testable import PersonaVectorsCommands

@Suite struct CopyCommandTests {
    private static let basic = Fixtures.path("stores/basic")

    @Test func copiesEverything() async throws {
        let run = try CommandRunner()
        let outcome = await run("copy", "backup", "--activations-dir", Self.basic)
        #expect(outcome.status == 0, "\(outcome.errors)")
        try Fixtures.expectSnapshot(outcome.output, "tables/copy.txt")
        let again = await run("copy", "backup", "--activations-dir", Self.basic, "--quiet")
        #expect(again == .init(status: 0, output: "", errors: ""))
        #expect(await run("diff", "backup", "--activations-dir", Self.basic).status == 0)
    }

    @Test func copiesWhatIsChosen() async throws {
        let run = try CommandRunner()
        let outcome = await run(
            "copy", "small", "--activations-dir", Self.basic, "--model", "google/gemma-2-9b-it",
            "--persona-ids", "only-in-biography", "p-ascii", "--format", "json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        try Fixtures.expectSnapshot(outcome.output, "tables/copy-chosen-json.txt")
    }

    @Test func mergesSeveralStores() async throws {
        let run = try CommandRunner()
        for (folder, id) in [("one", "a"), ("two", "b")] {
            let outcome = await run(
                "import", Fixtures.path("npy/f4-little.npy"), "--persona-id", id, "--model", "m",
                "--variant", "t", "--activations-dir", folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        #expect(await run("merge", "one", "two", "--quiet").output == "a\nb\n")
        #expect(await run("list", "--variant", "t", "--quiet").output == "a\nb\n")
    }

    @Test func refusesConflictsInAllStoresAtOnce() async throws {
        let run = try CommandRunner()
        for (folder, file) in [("one", "f4-little"), ("two", "f8-little"), ("three", "f2-little")] {
            _ = await run(
                "import", Fixtures.path("npy/\(file).npy"), "--persona-id", "a", "--model", "m",
                "--variant", "t", "--activations-dir", folder)
        }
        let before = try run.folder.contents()
        let outcome = await run("merge", "two", "three", "--activations-dir", "one")
        let sentence =
            "Error: 'a' would be overwritten: m/answer_mean/t has other content under the same id."
            + " Pass --replace to overwrite it, or remove it first.\n"
        #expect(outcome == .init(status: 1, output: "", errors: sentence + sentence))
        #expect(try run.folder.contents() == before)
        let replaced = await run("merge", "two", "--activations-dir", "one", "--replace", "-q")
        #expect(replaced == .init(status: 0, output: "a\n", errors: ""))
    }

    struct Bad: Sendable {
        let arguments: [String]
        let errors: String
    }

    static let bad: [Bad] = [
        Bad(
            arguments: ["copy", "x"],
            errors: "Error: There are no persona vectors in artifacts/activations. Name the folder"
                + " of another store with --activations-dir, or fill this one with"
                + " 'persona-vectors import'.\n"),
        Bad(
            arguments: ["copy", "x", "--activations-dir", basic, "--persona-ids", "p-asci"],
            errors: "Error: No persona 'p-asci' in \(basic) (12 listed). Did you mean 'p-ascii'?\n"),
        Bad(
            arguments: ["merge", basic, "--variant", "templatd"],
            errors: "Error: No variant 'templatd' in \(basic). Did you mean 'templated'?\n"),
        Bad(
            arguments: ["merge", "nowhere"],
            errors: "Error: There are no persona vectors in nowhere. Name the folder of another"
                + " store with --activations-dir, or fill this one with 'persona-vectors"
                + " import'.\n"),
    ]

    @Test(arguments: bad)
    func refuses(_ item: Bad) async throws {
        let run = try CommandRunner()
        let outcome = await run.run(item.arguments)
        #expect(outcome == .init(status: 1, output: "", errors: item.errors))
        #expect(try run.folder.contents().isEmpty)
    }
}
