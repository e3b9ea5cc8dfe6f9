import Testing

@testable import PersonaExtraction

/// Hidden states and greedy texts against transformers, all six families.
struct FamilyTests {
    /// The largest relative error of a token at a layer: |x - y| / |y|.
    static func worstError(_ found: [Float], _ expected: [Float], hiddenSize: Int) -> Float {
        stride(from: 0, to: expected.count, by: hiddenSize).map { start in
            var difference: Float = 0
            var size: Float = 0
            for index in start..<start + hiddenSize {
                difference += (found[index] - expected[index]) * (found[index] - expected[index])
                size += expected[index] * expected[index]
            }
            return (difference / size).squareRoot()
        }.max() ?? .infinity
    }

    /// All hidden states of a model's text: layers × tokens × hidden.
    static func hiddenStates(
        _ backend: some ActivationBackend, _ tokens: [Int]
    ) async throws -> [Float] {
        let request = ActivationRequest(
            tokens: tokens, selections: tokens.indices.map { [$0] })
        let rows = try await backend.activations(for: [request])[0]
        return (0..<backend.model.layerCount).flatMap { layer in
            rows.flatMap { $0[layer: layer] }
        }
    }

    /// So that a test over either list is one over the families.
    @Test(arguments: [TinyModel.all, TinyModel.allInBFloat16])
    func everyFamilyIsThere(_ models: [TinyModel]) throws {
        let found = try models.map { try $0.backend().model.architecture }
        #expect(Set(found) == Set(DecoderConfig.Family.allCases.map(\.rawValue)))
    }

    // float32 in another order of sums: 4e-6 was the worst of an earlier engine on such models.
    @Test(arguments: TinyModel.all)
    func hiddenStatesEqualThoseOfTransformers(_ model: TinyModel) async throws {
        let expected = try model.blockOutputs
        let found = try await Self.hiddenStates(try model.backend(), try model.tokens)
        let error = Self.worstError(found, expected.values, hiddenSize: expected.hiddenSize)
        #expect(found.count == expected.values.count)
        #expect(error < 2e-5)
    }

    // Greedy texts do not see the bound of logits, which changes no order; drawn ones do.
    @Test(arguments: TinyModel.all)
    func logitsEqualThoseOfTransformers(_ model: TinyModel) async throws {
        let backend = try model.backend()
        let states = try await Self.hiddenStates(backend, try model.tokens)
        let last = FloatBuffer(copying: states.suffix(backend.model.hiddenSize))
        let found = backend.decoder.logits(of: last.base)
        let expected = try model.lastLogits
        #expect(found.count == expected.count)
        let error = Self.worstError(
            found.values(0..<found.count), expected, hiddenSize: expected.count)
        #expect(error < 2e-5)
    }

    @Test(arguments: TinyModel.all)
    func greedyTokensEqualThoseOfTransformers(_ model: TinyModel) async throws {
        let backend = try model.backend()
        let prompt = Array(try model.tokens.prefix(30))
        let options = GenerationOptions(maximumCount: 12, endTokens: [])
        let vectors = try model.steering
        #expect(
            try await backend.generate(from: prompt, options: options)
                == model.integers("greedy"))
        #expect(
            try await backend.generate(
                from: prompt, options: options, steering: SteeringPlan(vectors: vectors))
                == model.integers("steered_constant"))
        #expect(
            try await backend.generate(
                from: prompt, options: options,
                steering: SteeringPlan(vectors: vectors, schedule: .dim))
                == model.integers("steered_dim"))
    }
}
