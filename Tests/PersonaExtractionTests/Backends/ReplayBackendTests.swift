import PersonaExtraction
import Testing

/// Recorded hidden states, played again.
struct ReplayBackendTests {
    let tiny = TinyModel(name: "gemma3")

    func replay() throws -> ReplayBackend {
        var model = try tiny.backend().model
        model.engine = "replay"
        return ReplayBackend(
            model: model,
            recordings: [
                .init(
                    tokens: try tiny.tokens, blockOutputs: try tiny.blockOutputs.values,
                    continuation: [4, 5, 6])
            ])
    }

    @Test func averagesWhatWasRecorded() async throws {
        let request = ActivationRequest(
            tokens: try tiny.tokens, selections: [[1, 5, 30], [47]])
        let found = try await replay().activations(for: [request], layers: [0, 6])[0]
        let expected = try await tiny.backend().activations(for: [request], layers: [0, 6])[0]
        for (found, expected) in zip(found, expected) {
            #expect(
                FamilyTests.worstError(
                    found.values, expected.values, hiddenSize: found.hiddenSize) < 2e-5)
        }
    }

    @Test func continuesAsRecorded() async throws {
        let backend = try replay()
        let found = try await backend.generate(
            from: try tiny.tokens, options: .init(maximumCount: 2))
        #expect(found == [4, 5])
    }

    @Test func refusesTextsThatWereNotRecorded() async throws {
        let backend = try replay()
        let error = await #expect(throws: ExtractionError.self) {
            try await backend.activations(for: [.init(tokens: [3], selections: [[0]])])
        }
        #expect(error?.code == .notRecorded)
        #expect(
            error?.message
                == """
                The replay has no recording of this text of 1 tokens; it knows 1 texts. Record \
                it with the model first.
                """)
    }
}
