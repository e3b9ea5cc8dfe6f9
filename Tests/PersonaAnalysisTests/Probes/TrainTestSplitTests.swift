import PersonaAnalysis
import Testing

/// Splits against scikit-learn's, in `Fixtures/probes/splits.json`.
struct TrainTestSplitTests {
    @Test func indicesAreThoseOfScikitLearn() throws {
        let expected = try SplitFixture.load()
        #expect(expected.attributes.count == 7)
        for (name, attribute) in expected.attributes {
            var sides = attribute.otherSeeds
            sides["0"] = .init(trainIdx: attribute.trainIdx, testIdx: attribute.testIdx)
            for (seed, expected) in sides {
                let seed = try #require(UInt32(seed))
                let split =
                    attribute.task == "numeric"
                    ? try trainTestSplit(count: attribute.y.count, seed: seed)
                    : try trainTestSplit(stratifiedBy: attribute.y.map { Int($0) }, seed: seed)
                #expect(
                    split == TrainTestSplit(train: expected.trainIdx, test: expected.testIdx),
                    "\(name), seed \(seed)")
            }
        }
    }

    struct Refusal: Sendable {
        let classes: [Int]
        var fraction = 0.2
        let code: AnalysisError.Code
        let message: String
    }

    @Test(arguments: [
        Refusal(
            classes: [0, 0, 0, 7, 0, 0], code: .invalidData,
            message: "Cannot make a stratified split: class 7 has 1 sample; every class needs at "
                + "least 2. Drop rare classes first, or do not stratify."),
        Refusal(
            classes: [0, 0, 1, 1], code: .invalidData,
            message: "Cannot make a stratified split: 1 test samples for 2 classes; there must be "
                + "at least one for each class. Use more samples."),
        Refusal(
            classes: [0, 0, 1, 1], fraction: 0.7, code: .invalidData,
            message: "Cannot make a stratified split: 1 training samples for 2 classes; there must "
                + "be at least one for each class. Use more samples."),
        Refusal(
            classes: [5], code: .invalidData,
            message: "Cannot split 1 samples into 0 to train on and 1 to test on; each side needs "
                + "at least one. Use more samples or another test fraction."),
        Refusal(
            classes: [0, 0], fraction: .nan, code: .invalidArgument,
            message: "Cannot split by a test fraction of nan; it must lie between 0 and 1."),
    ])
    func refusesWhatCannotBeSplit(_ refusal: Refusal) {
        let error = #expect(throws: AnalysisError.self) {
            try trainTestSplit(stratifiedBy: refusal.classes, testFraction: refusal.fraction)
        }
        #expect(error?.code == refusal.code)
        #expect(error?.message == refusal.message)
    }
}
