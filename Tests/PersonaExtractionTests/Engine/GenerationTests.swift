import PersonaExtraction
import Testing

/// How tokens are chosen and when a text ends.
struct GenerationTests {
    let model = TinyModel(name: "mistral")

    func text(_ options: GenerationOptions) async throws -> [Int] {
        try await model.backend().generate(
            from: Array(try model.tokens.prefix(30)), options: options)
    }

    @Test func aTextEndsWithItsEndToken() async throws {
        let all = try model.integers("greedy")
        let found = try await text(.init(maximumCount: 12, endTokens: [all[3]]))
        #expect(found == Array(all[...3]))
    }

    @Test func endTokensWaitForTheMinimum() async throws {
        let all = try model.integers("greedy")
        let found = try await text(
            .init(maximumCount: 12, minimumCount: 12, endTokens: [all[3]]))
        #expect(found.count == 12)
        #expect(!found.contains(all[3]))
    }

    @Test func drawsDependOnTheSeedAlone() async throws {
        let options = GenerationOptions(
            maximumCount: 8, temperature: 2, topP: 0.99, seed: 7, endTokens: [])
        var other = options
        other.seed = 8
        #expect(try await text(options) == text(options))
        #expect(try await text(options) != text(other))
    }

    @Test func aTinyShareOfProbabilityIsTheLikeliestToken() async throws {
        let found = try await text(
            .init(maximumCount: 12, temperature: 1, topP: 1e-9, endTokens: []))
        #expect(try found == model.integers("greedy"))
    }

    @Test func theReaderMayStopTheText() async throws {
        let all = try model.integers("greedy")
        let found = try await model.backend().generate(
            from: Array(try model.tokens.prefix(30)), options: .init(maximumCount: 12),
            steering: nil
        ) { $0 != all[1] }
        #expect(found == Array(all[...1]))
    }

    /// What the original's formulas give.
    @Test func schedulesAreThoseOfTheOriginal() {
        let dim: [(Int, Int, Double)] = [
            (0, 10, 1), (5, 10, 0.444_444_444_444_444_4), (9, 10, 0), (10, 10, 0), (0, 1, 1),
            (1, 1, 0), (0, 0, 1), (3, 120, 0.974_789_915_966_386_5), (119, 120, 0),
        ]
        let start: [(Int, Int, Double)] = [
            (0, 9, 1), (2, 9, 1), (3, 9, 0), (0, 1, 1), (0, 2, 1), (1, 2, 0), (39, 120, 1),
            (40, 120, 0),
        ]
        for (schedule, steps) in [
            (SteeringSchedule.dim, dim), (.start, start), (.none, [(0, 3, 1), (2, 3, 1)]),
        ] {
            for (step, count, factor) in steps {
                #expect(abs(schedule.factor(step: step, of: count) - factor) < 1e-12)
            }
        }
    }

    @Test(arguments: [
        (SteeringSchedule.none, [1.0, 1, 1, 1, 1, 1]),
        (.dim, [1, 0.8, 0.6, 0.4, 0.2, 0]),
        (.start, [1, 1, 0, 0, 0, 0]),
    ])
    func schedulesWeighSteps(_ schedule: SteeringSchedule, _ expected: [Double]) {
        for (step, factor) in expected.enumerated() {
            #expect(abs(schedule.factor(step: step, of: expected.count) - factor) < 1e-12)
        }
    }
}
