import Foundation
import PersonaAnalysis
import Testing

/// Folds and the scores on them against scikit-learn's, in `Fixtures/probes/folds.json`.
struct KFoldTests {
    struct Expected: Decodable {
        struct Folds: Decodable {
            let attribute: String
            let count: Int
            let seed: UInt32
            let foldOf: [Int]
        }
        struct Scores: Decodable {
            let attribute: String
            let kind: String
            let values: [Double]
        }
        let layer: Int
        let folds: [Folds]
        let scores: [Scores]
    }

    static func expected() throws -> Expected {
        try Fixtures.decoder.decode(
            Expected.self, from: Data(contentsOf: Fixtures.url("probes/folds.json")))
    }

    @Test func foldsAreThoseOfScikitLearn() throws {
        let fixture = try SplitFixture.load()
        for expected in try Self.expected().folds {
            let targets = try #require(fixture.attributes[expected.attribute])
            let splits =
                try targets.task == "numeric"
                ? kFoldSplits(
                    count: targets.y.count, foldCount: expected.count, seed: expected.seed)
                : kFoldSplits(
                    stratifiedBy: targets.y.map { Int($0) }, foldCount: expected.count,
                    seed: expected.seed)
            #expect(splits.count == expected.count)
            for (fold, split) in splits.enumerated() {
                let test = expected.foldOf.indices.filter { expected.foldOf[$0] == fold }
                let train = expected.foldOf.indices.filter { expected.foldOf[$0] != fold }
                #expect(split == TrainTestSplit(train: train, test: test))
            }
        }
    }

    @Test func scoresAreThoseOfScikitLearn() throws {
        let expected = try Self.expected()
        let (ids, samples) = try RealData.samples("templated")
        for scores in expected.scores {
            let found = try crossValidateProbe(
                SplitFixture.labels(of: scores.attribute, personaIDs: ids), on: samples,
                layer: expected.layer, kind: #require(ProbeKind(rawValue: scores.kind)),
                foldCount: scores.values.count)
            #expect(found.values.count == scores.values.count)
            for (value, expected) in zip(found.values, scores.values) {
                #expect(abs(value - expected) < 1e-6, "\(scores.attribute)")
            }
            // Each fold is a fifth: its size over that of the rest is a quarter.
            let count = Double(found.values.count)
            let variance = found.standardDeviation * found.standardDeviation * count / (count - 1)
            let half = 2.776_445 * (variance * (1 / count + 0.25)).squareRoot()
            let interval = try #require(found.interval)
            #expect(abs(interval.upperBound - found.mean - half) < 0.01 * half)
        }
    }

    @Test func everyClassIsTrainedOnHoweverRareItIs() throws {
        let classes = [0, 0, 0, 0, 0, 7, 1, 7, 1, 0, 0]
        for seed in UInt32(0)..<20 {
            for split in try kFoldSplits(stratifiedBy: classes, foldCount: 5, seed: seed) {
                #expect(Set(split.train.map { classes[$0] }) == [0, 1, 7])
                #expect((split.train + split.test).sorted() == Array(0..<11))
            }
        }
    }

    struct Refusal: Sendable {
        let classes: [Int]
        let foldCount: Int
        let code: AnalysisError.Code
        let message: String
    }

    @Test(arguments: [
        Refusal(
            classes: [0, 0, 1, 1], foldCount: 1, code: .invalidArgument,
            message: "Cannot cross-validate with 1 folds; at least 2 are needed."),
        Refusal(
            classes: [0, 0, 1, 1], foldCount: 5, code: .invalidData,
            message: "Cannot put 4 samples into 5 folds; each needs at least one. Use more samples "
                + "or fewer folds."),
        Refusal(
            classes: [0, 0, 0, 4], foldCount: 2, code: .invalidData,
            message: "Cannot make a stratified split: class 4 has 1 sample; every class needs at "
                + "least 2. Drop rare classes first, or do not stratify."),
    ])
    func refusesWhatCannotBeFolded(_ refusal: Refusal) {
        let error = #expect(throws: AnalysisError.self) {
            try kFoldSplits(stratifiedBy: refusal.classes, foldCount: refusal.foldCount)
        }
        #expect(error?.code == refusal.code)
        #expect(error?.message == refusal.message)
    }
}
