import PersonaExtraction
import Safetensors
import Testing

/// What must not change a result: how texts are grouped, cut and shared out.
struct PassPropertyTests {
    /// Texts that share their first 24 tokens, with masks in both parts.
    static func requests(_ model: TinyModel) throws -> [ActivationRequest] {
        let tokens = try model.tokens
        return (0..<5).map { number in
            let end = (0..<8 + number).map { tokens[($0 * 7 + number) % tokens.count] }
            let text = Array(tokens.prefix(24)) + end
            return ActivationRequest(
                tokens: text, selections: [[3, 9, 20], [22, 23, 24, 26], [25 + number]])
        }
    }

    static func alone(
        _ backend: NativeBackend, _ requests: [ActivationRequest]
    ) async throws -> [[LayerActivations]] {
        var results: [[LayerActivations]] = []
        for request in requests {
            results += try await backend.activations(for: [request])
        }
        return results
    }

    static let computes = NativeBackend.Options.Compute.allCases

    @Test(arguments: TinyModel.all, computes)
    func sharingTheStartChangesNoBit(
        _ model: TinyModel, _ compute: NativeBackend.Options.Compute
    ) async throws {
        let backend = try model.backend(.init(compute: compute))
        let requests = try Self.requests(model)
        let together = try await backend.activations(for: requests)
        #expect(try await Self.alone(backend, requests) == together)
    }

    /// Texts that need all, some and none of the start that they share, in every order.
    @Test(arguments: TinyModel.all)
    func theOrderOfTextsChangesNoBit(_ model: TinyModel) async throws {
        let backend = try model.backend()
        let tokens = Array(try model.tokens.prefix(40))
        let requests = [
            ActivationRequest(tokens: tokens, selections: []),
            ActivationRequest(tokens: tokens, selections: [[3]]),
            ActivationRequest(tokens: tokens, selections: [[39], [2, 38]]),
            ActivationRequest(tokens: tokens + [7, 9, 4], selections: [[5], [20, 41]]),
        ]
        let alone = try await Self.alone(backend, requests)
        for order in Self.orders(of: Array(requests.indices)) {
            let found = try await backend.activations(for: order.map { requests[$0] })
            #expect(found == order.map { alone[$0] }, "\(order)")
            // Without the text that needs most, the start is cut for all.
            let others = order.filter { $0 != 3 }
            let fewer = try await backend.activations(for: others.map { requests[$0] })
            #expect(fewer == others.map { alone[$0] }, "\(others)")
        }
    }

    static func orders(of values: [Int]) -> [[Int]] {
        guard values.count > 1 else { return [values] }
        return values.flatMap { first in
            orders(of: values.filter { $0 != first }).map { [first] + $0 }
        }
    }

    @Test(arguments: TinyModel.all)
    func batchesThreadsAndCutsChangeNoBit(_ model: TinyModel) async throws {
        let requests = try Self.requests(model)
        let expected = try await model.backend(.init(threads: 1)).activations(for: requests)
        let small = try model.backend(.init(threads: 3, batchTokens: 1))
        #expect(try await small.activations(for: requests) == expected)
        let longer = requests.map {
            ActivationRequest(tokens: $0.tokens + [5, 6, 7], selections: $0.selections)
        }
        #expect(try await small.activations(for: longer) == expected)
    }

    @Test(arguments: TinyModel.all)
    func layersAskedForAloneAreThoseOfAll(_ model: TinyModel) async throws {
        let backend = try model.backend()
        let requests = try Self.requests(model)
        let all = try await backend.activations(for: requests)
        let some = try await backend.activations(for: requests, layers: [0, 2])
        for (found, expected) in zip(some.joined(), all.joined()) {
            #expect(found.layers == [0, 2])
            #expect(found[layer: 0] == expected[layer: 0])
            #expect(Array(found[layer: 2]) == Array(expected[layer: 2]))
        }
    }

    @Test(arguments: TinyModel.all, InstructionSet.supported)
    func everyInstructionSetAgreesWithTransformers(
        _ model: TinyModel, _ instructions: InstructionSet
    ) async throws {
        var options = NativeBackend.Options(compute: .float32, embeddingScale: .exact)
        options.instructions = instructions
        let backend = try model.backend(options)
        let expected = try model.blockOutputs
        let found = try await FamilyTests.hiddenStates(backend, try model.tokens)
        #expect(
            FamilyTests.worstError(found, expected.values, hiddenSize: expected.hiddenSize) < 2e-5)
    }

    // bfloat16 keeps 8 bits: single tokens may be off by a few of the last one, means by less.
    @Test(arguments: TinyModel.allInBFloat16, InstructionSet.supported)
    func roundedProductsStayNearTransformers(
        _ model: TinyModel, _ instructions: InstructionSet
    ) async throws {
        var options = NativeBackend.Options(compute: .bfloat16, embeddingScale: .exact)
        options.instructions = instructions
        let backend = try model.backend(options)
        #expect(backend.model.computeDType == .bfloat16)
        let expected = try model.blockOutputs
        let tokens = try model.tokens
        let found = try await FamilyTests.hiddenStates(backend, tokens)
        #expect(
            FamilyTests.worstError(found, expected.values, hiddenSize: expected.hiddenSize) < 0.04)
        let means = try await backend.activations(
            for: [ActivationRequest(tokens: tokens, selections: [Array(tokens.indices)])])[0][0]
        let exact = try await model.backend().activations(
            for: [ActivationRequest(tokens: tokens, selections: [Array(tokens.indices)])])[0][0]
        #expect(
            FamilyTests.worstError(means.values, exact.values, hiddenSize: expected.hiddenSize)
                < 0.01)
    }

    @Test func otherWeightsAreMultipliedInFloat() throws {
        for name in ["qwen3", "mistral"] {
            let backend = try TinyModel(name: name).backend(.init(compute: .bfloat16))
            #expect(backend.model.computeDType == .float32)
        }
    }

    @Test func roundingIsLeftToProcessorsThatDoItQuickly() throws {
        let dtype = try TinyModel(name: "llama").backend(.init()).model.computeDType
        #expect(dtype == (InstructionSet.best.multipliesBFloat16 ? .bfloat16 : .float32))
    }

    @Test func aCancelledTaskEndsWithACancellationError() async throws {
        let model = TinyModel(name: "llama")
        let backend = try model.backend()
        let requests = try Self.requests(model)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await backend.activations(for: requests)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
