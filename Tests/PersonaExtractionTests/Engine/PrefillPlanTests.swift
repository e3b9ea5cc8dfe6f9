import Testing

@testable import PersonaExtraction

/// How texts are cut, shared and grouped.
struct PrefillPlanTests {
    static let start = Array(100..<130)

    static func request(_ end: [Int], selecting positions: [Int]) -> ActivationRequest {
        ActivationRequest(tokens: start + end, selections: [positions])
    }

    @Test func textsEndAfterTheirLastSelectedToken() {
        let plan = PrefillPlan([Self.request([1, 2, 3], selecting: [4, 30])], batchTokens: 512)
        #expect(plan.texts.map(\.tokens.count) == [31])
        #expect(plan.sharedCount == 0)
    }

    @Test func theCommonStartIsShared() {
        let plan = PrefillPlan(
            [
                Self.request([1, 2, 3], selecting: [31]),
                Self.request([1, 5], selecting: [31]),
                // Needs less than what is shared, and takes nothing from the others.
                Self.request([1, 9], selecting: [3]),
                Self.request([1], selecting: []),
            ], batchTokens: 512)
        #expect(plan.sharedCount == 31)
        #expect(plan.batches == [0..<4])
    }

    @Test func nothingIsSharedBeyondWhatIsNeeded() {
        let plan = PrefillPlan(
            [Self.request([1], selecting: [20]), Self.request([1], selecting: [18])],
            batchTokens: 512)
        #expect(plan.sharedCount == 21)
    }

    @Test func whatIsSharedIsNotCutWithTheFirstText() {
        let plan = PrefillPlan(
            [Self.request([1, 2], selecting: [3]), Self.request([1, 2], selecting: [31])],
            batchTokens: 512)
        #expect(plan.texts.map(\.tokens.count) == [4, 32])
        #expect(Array(plan.sharedTokens) == Self.start + [1, 2])
    }

    @Test func shortStartsAreNotShared() {
        let plan = PrefillPlan(
            [
                ActivationRequest(tokens: Array(1...15) + [20], selections: [[15]]),
                ActivationRequest(tokens: Array(1...15) + [21], selections: [[15]]),
            ], batchTokens: 512)
        #expect(plan.sharedCount == 0)
    }

    @Test func batchesHoldAsManyTextsAsFit() {
        let requests = (0..<5).map { number in
            Self.request(Array(repeating: number, count: 10), selecting: [39])
        }
        let plan = PrefillPlan(requests, batchTokens: 25)
        #expect(plan.sharedCount == 30)
        #expect(plan.batches == [0..<2, 2..<4, 4..<5])
        #expect(PrefillPlan([], batchTokens: 25).batches.isEmpty)
    }

    // √56 = 7.4833; bfloat16 has 7.46875 and 7.5 around it.
    @Test func embeddingsAreScaledByTheRoundedRoot() throws {
        let gemma = TinyModel(name: "gemma2")
        #expect(try gemma.backend(.init()).decoder.embeddingScale == 7.46875)
        #expect(
            try gemma.backend(.init(embeddingScale: .exact)).decoder.embeddingScale
                == Float(56).squareRoot())
        #expect(try TinyModel(name: "llama").backend().decoder.embeddingScale == 1)
    }
}
