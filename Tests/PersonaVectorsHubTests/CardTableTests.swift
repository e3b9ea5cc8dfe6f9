import HubTesting
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub
import Testing

/// The table that a new card gets and that later pushes bring up to date.
struct CardTableTests {
    private static let begin = "<!-- persona-vectors: table -->\n"
    private static let header =
        "| Model | Config | Variants | Question set | QA filter |\n| --- | --- | --- | --- | --- |\n"
    private static let end = "<!-- persona-vectors: end of table -->\n"

    private func row(_ model: String, _ variants: String, _ rest: String = "– | –") -> String {
        let config = "\(model.replacing("/", with: "__"))__answer_mean"
        return "| `\(model)` | `\(config)` | \(variants) | \(rest) |\n"
    }

    private func table(_ rows: String...) -> String {
        Self.begin + Self.header + rows.joined() + Self.end
    }

    @Test func aNewCardCountsWhatIsPushed() async throws {
        try await withTestHub { hub in
            let provenance = VectorProvenance(details: [
                "question_set": "train_test_split(n_train=50)", "qa_filter": "a|b",
            ])
            let store = try hub.personas(
                ids: [baselinePersonaID, "p1", "p2"], provenance: provenance)
            let more = try hub.personas("more", model: "a/b", variants: [.biography], ids: ["p"])
            _ = try await hub.push(store, to: "alice/table")
            _ = try await hub.push(more, to: "alice/table")
            let expected = table(
                row("a/b", "`biography`: 1 persona, 1 QA/persona"),
                row(
                    "org/model",
                    "`templated`: 2 personas, 2-3 QA/persona; `biography`: 2 personas, 2-3 QA/persona",
                    "`train_test_split(n_train=50)` | `a\\|b`"))
            let readme = try await hub.readme("alice/table")
            #expect(readme.contains("\n\n" + expected + "\n"), "\(readme)")
            let again = try await hub.push(more, to: "alice/table")
            #expect(!again.hasChanges)
        }
    }

    @Test func aPushOfOneVariantCountsTheOthersAsTheyAre() async throws {
        try await withTestHub { hub in
            _ = try await hub.push(
                try hub.personas(ids: [baselinePersonaID, "p1"]), to: "alice/table")
            let prose = try await hub.readme("alice/table")
                .replacing("# Persona vectors", with: "# Mine\n\n| a | table |\n| --- | --- |")
                .replacing("– | – |", with: "known | `by hand` |")
            _ = try await hub.client().commit(
                [text("README.md", prose)], to: RepositoryID("alice/table"), message: "Prose")
            _ = try await hub.push(
                try hub.personas("new", variants: [.templated], ids: ["p1", "p2", "p3"]),
                to: "alice/table")
            let readme = try await hub.readme("alice/table")
            let old = row(
                "org/model",
                "`templated`: 1 persona, 2 QA/persona; `biography`: 1 persona, 2 QA/persona",
                "known | `by hand`")
            let new = row(
                "org/model",
                "`templated`: 3 personas, 1-3 QA/persona; `biography`: 1 persona, 2 QA/persona",
                "known | `by hand`")
            let body = { (card: String) in
                card.split(separator: "\n---\n", maxSplits: 1).last.map(String.init)
            }
            #expect(body(readme) == body(prose)?.replacing(old, with: new))
        }
    }

    @Test func aCardWithoutTheMarksGetsNoTable() async throws {
        try await withTestHub { hub in
            let prose = "# Mine\n\n\(Self.begin)\nno end\n"
            let repository = try await hub.publish([text("README.md", prose)])
            _ = try await hub.push(try hub.personas(), to: "\(repository)")
            #expect(try await hub.readme("\(repository)").hasSuffix("\n---\n" + prose))
        }
    }

    @Test func theLineEndsOfACardAreKept() async throws {
        try await withTestHub { hub in
            let card = "---\nlicense: mit\n---\n\(Self.begin)stale\n\(Self.end)end\n"
            let repository = try await hub.publish([
                text("README.md", card.replacing("\n", with: "\r\n"))
            ])
            _ = try await hub.push(
                try hub.personas(variants: [.biography], ids: ["p"]), to: "\(repository)")
            let expected =
                "---\n" + table(row("org/model", "`biography`: 1 persona, 1 QA/persona")) + "end\n"
            #expect(
                try await hub.readme("\(repository)").hasSuffix(
                    expected.replacing("\n", with: "\r\n")))
        }
    }
}
