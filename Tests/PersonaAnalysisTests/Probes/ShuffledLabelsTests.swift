import Foundation
import PersonaAnalysis
import Testing

/// The shuffled-label control against `Fixtures/probes/shuffle_baseline.expected.json` (layer 4).
struct ShuffledLabelsTests {
    struct Expected: Decodable {
        struct Result: Decodable {
            let balancedAccuracyMean: Double
            let balancedAccuracyStd: Double
        }
        struct Repeat: Decodable {
            let balancedAccuracy: Double
        }
        let result: Result
        let repeats: [Repeat]
    }

    @Test(arguments: [
        ("sex", ProbeKind.logisticRegression), ("sex", .differenceOfMeans),
        ("race", .logisticRegression), ("highest_degree_received", .ridgeRegression),
    ])
    func controlIsThatOfTheOriginal(attribute: String, kind: ProbeKind) throws {
        let file = Fixtures.url("probes/shuffle_baseline.expected.json")
        let document = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        let entry = try #require(
            (document as? [String: Any])?["\(attribute)/\(kind.rawValue)"] as? [String: Any])
        let expected = try Fixtures.decoder.decode(
            Expected.self, from: JSONSerialization.data(withJSONObject: entry))
        let (ids, samples) = try RealData.samples("templated")
        let labels = try SplitFixture.labels(of: attribute, personaIDs: ids)
        let control = try shuffleLabelBaseline(labels, on: samples, layer: 4, kind: kind)
        #expect(control.values.count == expected.repeats.count)
        for (value, expected) in zip(control.values, expected.repeats) {
            #expect(abs(value - expected.balancedAccuracy) < 1e-6)
        }
        #expect(abs(control.mean - expected.result.balancedAccuracyMean) < 1e-6)
        #expect(abs(control.standardDeviation - expected.result.balancedAccuracyStd) < 1e-6)
    }

    @Test func repeatsUseTheSeedsThatFollow() throws {
        let (ids, samples) = try RealData.samples("templated")
        let labels = try SplitFixture.labels(of: "age", personaIDs: ids)
        let repeats = try repeatProbe(
            labels, on: samples, layer: 2, kind: .ridgeRegression, repeatCount: 3)
        for (seed, value) in repeats.values.enumerated() {
            var options = ProbeOptions()
            options.seed = UInt32(seed)
            let rows = try sweepAttribute(labels, on: samples, layers: [2], options: options)
            #expect(rows.map(\.r2) == [value])
        }
        #expect(Set(repeats.values).count == 3)
    }

    @Test func numericAttributesHaveNoControl() throws {
        let (ids, samples) = try RealData.samples("templated")
        let labels = try SplitFixture.labels(of: "age", personaIDs: ids)
        let error = #expect(throws: AnalysisError.self) {
            try shuffleLabelBaseline(labels, on: samples, layer: 4, kind: .ridgeRegression)
        }
        #expect(error?.code == .invalidArgument)
        #expect(
            error?.message
                == "Cannot run the shuffled-label control of 'age': it is numeric, and the control "
                + "is defined for classes only.")
    }
}
