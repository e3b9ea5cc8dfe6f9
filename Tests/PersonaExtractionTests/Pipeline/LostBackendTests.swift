import Foundation
import PersonaVectors
import PersonaVectorsTesting
import Synchronization
import Testing

@testable import PersonaExtraction

/// Backends that end while they are needed, and names that no file can have.
struct LostBackendTests {
    /// Fails from a call on; until then its answers are those of a real one.
    final class FailingBackend: ActivationBackend {
        let inner: NativeBackend
        let calls = Atomic(0)
        let goodCalls: Int
        let error: ExtractionError

        init(after goodCalls: Int, _ error: ExtractionError) throws {
            inner = try TinyModel(name: "qwen2").backend()
            self.goodCalls = goodCalls
            self.error = error
        }

        /// With room for the prompts of personas and their ids, which the tiny model has not.
        var model: ModelInfo {
            var model = inner.model
            model.contextLength = 4096
            model.vocabularySize = 4096
            return model
        }

        func activations(
            for requests: [ActivationRequest], layers: [Int]?,
            receive: @escaping @Sendable (Int, [LayerActivations]) throws -> Void
        ) async throws {
            let number = calls.wrappingAdd(1, ordering: .relaxed).newValue
            guard number <= goodCalls else { throw error }
            try await inner.activations(for: requests, layers: layers, receive: receive)
        }

        func generate(
            from prompt: [Int], options: GenerationOptions, steering: SteeringPlan?,
            receive: @escaping @Sendable (Int) -> Bool
        ) async throws -> [Int] { [] }
    }

    let root = FileManager.default.temporaryDirectory.appending(
        path: "lost-\(UUID().uuidString)")

    func run(
        _ backend: FailingBackend, ids: [String], skipsFailed: Bool
    ) async throws -> ExtractionReport {
        let extractor = try ActivationExtractor(
            backend: backend, rootDirectory: root, options: .init(skipsFailed: skipsFailed))
        let tasks = ids.map { ExtractionTask(personaID: $0, personaName: $0, variant: .templated) }
        return try await extractor.run(tasks) { _ in
            PersonaSamples(samples: [.init(id: "q", tokens: [3, 4], masks: [.answerMean: [1]])])
        }
    }

    static let lost: [ExtractionError] = [
        .workerEnded("/usr/bin/python3", complaint: "Killed"),
        .workerAnswer("/usr/bin/python3", reason: "a line that is not an answer"),
    ]

    @Test(arguments: lost) func aLostBackendIsNoFailureOfPersonas(_ error: ExtractionError)
        async throws
    {
        defer { try? FileManager.default.removeItem(at: root) }
        let backend = try FailingBackend(after: 1, error)
        let thrown = await #expect(throws: ExtractionError.self) {
            try await run(backend, ids: ["a", "b", "c"], skipsFailed: true)
        }
        #expect(thrown?.code == .personaFailed)
        #expect(thrown?.isBackendLost == true)
        #expect(thrown?.personaID == "b")
        #expect(backend.calls.load(ordering: .relaxed) == 2)
        let store = try PersonaVectorStore(modelName: "tiny/qwen2", rootDirectory: root)
        #expect(try store.listPersonas(variants: [.templated]) == ["a"])
    }

    @Test func aComplaintIsAFailureOfItsPersona() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let backend = try FailingBackend(after: 1, .workerComplaint("python3", "out of memory"))
        let report = try await run(backend, ids: ["a", "b", "c"], skipsFailed: true)
        #expect(report.saved.map(\.personaID) == ["a"])
        #expect(report.failures.map(\.task.personaID) == ["b", "c"])
    }

    @Test func pairsEndWithTheBackend() async throws {
        let text = try PersonaSampleSourceTests().withModel { $0 }
        let source = PersonaSampleSource(
            dataset: try PersonaFixture.dataset(), model: text, strategies: [.personaMean])
        let pairs = PersonaPairs(
            of: "age", values: (.integer(22), .integer(70)), in: source,
            personaIDs: ["ada", "bo"])
        let backend = try FailingBackend(after: 0, Self.lost[0])
        let thrown = await #expect(throws: ExtractionError.self) {
            try await pairs.vectors(backend: backend)
        }
        #expect(thrown?.message == Self.lost[0].message)
    }

    @Test func aNameThatIsNoneFailsBeforeAnythingIsComputed() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let backend = try FailingBackend(after: 9, Self.lost[0])
        let report = try await run(backend, ids: ["a", "../b", "c"], skipsFailed: true)
        #expect(report.saved.map(\.personaID) == ["a", "c"])
        #expect(report.failures.map(\.task.personaID) == ["../b"])
        #expect(backend.calls.load(ordering: .relaxed) == 2)
        let thrown = await #expect(throws: ExtractionError.self) {
            try await run(backend, ids: ["../b"], skipsFailed: false)
        }
        #expect(
            thrown?.message == """
                Extracting '../b' (templated) failed, and nothing was saved for it: The persona id \
                '../b' cannot be used: it contains a path separator. It becomes the name of a file \
                or folder, so choose one of 1 to 243 bytes without '/', '\\' and NUL, other than \
                '.', '..' and 'manifest.json'.
                """)
        #expect(backend.calls.load(ordering: .relaxed) == 2)
    }
}
