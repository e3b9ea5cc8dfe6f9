import PersonaExtraction
import Testing

/// Requests that no model can answer: refused before anything is computed.
struct RequestValidationTests {
    struct Case: CustomTestStringConvertible {
        let request: ActivationRequest
        let code: ExtractionError.Code
        let sentence: String
        var testDescription: String { sentence }
    }

    static let cases: [Case] = [
        Case(
            request: .init(tokens: [], selections: []), code: .invalidRequest,
            sentence: "Text 1 has no tokens; at least one is needed."),
        Case(
            request: .init(tokens: [3, 160], selections: [[0]]), code: .invalidRequest,
            sentence: """
                Text 1 has the token id 160; the model's ids are 0 to 159. Use the model's \
                own tokenizer.
                """),
        Case(
            request: .init(tokens: [-1], selections: [[0]]), code: .invalidRequest,
            sentence: """
                Text 1 has the token id -1; the model's ids are 0 to 159. Use the model's \
                own tokenizer.
                """),
        Case(
            request: .init(tokens: [3, 4], selections: [[0], []]), code: .emptyMask,
            sentence: "Selection 1 of text 1 selects no token; nothing can be averaged."),
        Case(
            request: .init(tokens: [3, 4], selections: [[2]]), code: .invalidRequest,
            sentence: "Text 1 has 2 tokens; a selection asks for token 2."),
        Case(
            request: .init(tokens: Array(repeating: 3, count: 257), selections: [[0]]),
            code: .contextTooLong,
            sentence: """
                Text 1 has 257 tokens; the model was made for at most 256. Shorten the \
                persona or the question.
                """),
    ]

    @Test(arguments: cases)
    func textIsRefused(_ test: Case) async throws {
        let backend = try TinyModel(name: "llama").backend()
        let good = ActivationRequest(tokens: [3, 4], selections: [[1]])
        let error = await #expect(throws: ExtractionError.self) {
            try await backend.activations(for: [good, test.request], layers: nil) { _, _ in
                Issue.record("nothing may be computed")
            }
        }
        #expect(error?.code == test.code)
        #expect(error?.message == test.sentence)
    }

    @Test(arguments: [
        ([4], "The model has 4 layers, numbered from 0; layer 4 was asked for."),
        ([], "No layer was asked for; at least one is needed."),
    ])
    func layersAreRefused(_ layers: [Int], _ sentence: String) async throws {
        let backend = try TinyModel(name: "llama").backend()
        let request = ActivationRequest(tokens: [3], selections: [[0]])
        let error = await #expect(throws: ExtractionError.self) {
            try await backend.activations(for: [request], layers: layers)
        }
        #expect(error?.message == sentence)
    }

    struct GenerationCase: CustomTestStringConvertible {
        var options = GenerationOptions(maximumCount: 4)
        var steering: SteeringPlan?
        let sentence: String
        var testDescription: String { sentence }
    }

    static let generationCases: [GenerationCase] = [
        GenerationCase(
            options: .init(maximumCount: 255),
            sentence: """
                A prompt of 2 tokens with 255 new ones exceeds the 256 tokens that the \
                model was made for. Shorten the prompt or ask for fewer tokens.
                """),
        GenerationCase(
            options: .init(maximumCount: 0),
            sentence: "The option 'maximumCount' is 0; it must be at least 1."),
        GenerationCase(
            options: .init(temperature: -1),
            sentence: "The option 'temperature' is -1.0; it must be 0 or more."),
        GenerationCase(
            options: .init(topP: 0),
            sentence: "The option 'topP' is 0.0; it must be above 0 and at most 1."),
        GenerationCase(
            steering: SteeringPlan(vectors: [1: [1, 2]]),
            sentence: """
                The steering vector of layer 1 has 2 values; the model's hidden states have \
                64.
                """),
        GenerationCase(
            steering: SteeringPlan(vector: [], layers: [9]),
            sentence: "The model has 4 layers, numbered from 0; layer 9 was asked for."),
    ]

    @Test(arguments: generationCases)
    func generationIsRefused(_ test: GenerationCase) async throws {
        let backend = try TinyModel(name: "llama").backend()
        let error = await #expect(throws: ExtractionError.self) {
            try await backend.generate(
                from: [3, 4], options: test.options, steering: test.steering)
        }
        #expect(error?.message == test.sentence)
    }
}
