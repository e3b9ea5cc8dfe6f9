import Testing

@testable import PersonaVectorsCommands

@Suite struct CompletionTests {
    private func words(_ words: String...) -> StoreWords {
        StoreWords(
            ["persona-vectors", "show", "--activations-dir", Fixtures.path("stores/basic")] + words)
    }

    @Test func knowsTheModels() {
        #expect(
            words("--model").models()
                == ["google/gemma-2-9b-it", "no-org-model.v1", "org/model/with/underscores"])
    }

    @Test func knowsTheMaskStrategiesOfAModel() {
        #expect(
            words("--model", "google/gemma-2-9b-it").maskStrategies()
                == ["answer_last", "answer_mean"])
        #expect(words("--model", "unknown").maskStrategies().count == 8)
    }

    @Test func knowsTheVariantsOfAModel() {
        #expect(
            words("--model=google/gemma-2-9b-it").variants() == ["templated", "biography"])
        #expect(
            words("--model", "google/gemma-2-9b-it", "--mask-strategy", "answer_last").variants()
                == ["templated"])
        #expect(words().variants() == ["templated", "biography"])
    }

    @Test func knowsTheIDs() {
        let all = words("--model", "google/gemma-2-9b-it").personaIDs()
        #expect(all.count == 11)
        #expect(all.contains("only-in-biography"))
        let templated = words(
            "--model", "google/gemma-2-9b-it", "--variant", "templated"
        ).personaIDs()
        #expect(templated.count == 10)
        #expect(words().personaIDs() == [])
    }

    @Test func answersTheShell() async throws {
        let run = try CommandRunner(environment: ["ARTIFACTS_DIR": Fixtures.path("nowhere")])
        let outcome = await run(
            "---completion", "show", "--", "--model", "3", "0", "persona-vectors", "show",
            "--activations-dir", Fixtures.path("stores/basic"), "--model", "")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("no-org-model.v1"))
    }
}
