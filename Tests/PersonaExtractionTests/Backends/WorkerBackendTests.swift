import Foundation
import PersonaExtraction
import Testing

/// The Python worker.
///
/// The tests against transformers need a Python that has it; `make test-worker` makes one and names
/// it in PERSONA_VECTORS_TORCH_PYTHON.
struct WorkerBackendTests {
    static let torchPython = ProcessInfo.processInfo.environment["PERSONA_VECTORS_TORCH_PYTHON"]

    // Not Gemma 3: transformers wants the vision part that its configuration announces.
    static let models = TinyModel.all.filter { $0.name != "gemma3" }

    @Test(.enabled(if: torchPython != nil), arguments: models)
    func agreesWithTheNativeEngine(_ tiny: TinyModel) async throws {
        let worker = try await WorkerBackend(
            model: tiny.folder.path, python: try #require(Self.torchPython), dtype: .float32)
        let native = try tiny.backend()
        #expect(worker.model.layerCount == native.model.layerCount)
        let tokens = try tiny.tokens
        let requests = [ActivationRequest(tokens: tokens, selections: [[1, 7, 30], [47]])]
        let found = try await worker.activations(for: requests, layers: [0, 2])[0]
        let expected = try await native.activations(for: requests, layers: [0, 2])[0]
        for (found, expected) in zip(found, expected) {
            #expect(
                FamilyTests.worstError(
                    found.values, expected.values, hiddenSize: expected.hiddenSize) < 2e-5)
        }
        let prompt = Array(tokens.prefix(30))
        let options = GenerationOptions(maximumCount: 12, endTokens: [])
        #expect(
            try await worker.generate(from: prompt, options: options)
                == tiny.integers("greedy"))
        #expect(
            try await worker.generate(
                from: prompt, options: options,
                steering: SteeringPlan(vectors: try tiny.steering, schedule: .dim))
                == tiny.integers("steered_dim"))
    }

    @Test func aPythonThatIsNotThereIsNamed() async {
        let error = await #expect(throws: ExtractionError.self) {
            try await WorkerBackend(model: "m", python: "/nowhere/python")
        }
        #expect(error?.code == .workerFailed)
        #expect(
            error?.message.hasPrefix("The Python worker /nowhere/python could not be started: ")
                == true)
    }

    @Test func aWorkerThatEndsIsAnError() async {
        let error = await #expect(throws: ExtractionError.self) {
            try await WorkerBackend(model: "m", python: "/bin/true")
        }
        #expect(
            error?.message == "The Python worker /bin/true ended without an answer.")
    }
}
