import Foundation
import PersonaAnalysis
import Testing

@Suite struct QuantileBinsTests {
    @Test func binsAgesAsTheOriginalDoes() throws {
        let ages = try RealAttributes.values("age").map { ($0 as? NSNumber)?.doubleValue }
        let edges = try AnalysisGolden.numbers(
            AnalysisGolden.value("cramers_v", "age_edges_4_bins"))
        #expect(try quantileBinEdges(ages) == edges)
        let labels = try AnalysisGolden.value("cramers_v", "age_bin_labels_first10") as? [String]
        #expect(try Array(quantileBinLabels(ages).prefix(10)) == labels)
    }

    @Test(
        arguments: [
            ([1, 1, 1, 2, 3], ["0", "0", "0", "1", "1"]), ([5, 5, 5], ["0", "0", "0"]),
            ([1, nil, .nan, 9], ["0", "unknown", "unknown", "3"]), ([], []),
        ] as [([Double?], [String])])
    func mergesEqualEdgesAndMarksTheUnknown(_ numbers: [Double?], _ labels: [String]) throws {
        #expect(try quantileBinLabels(numbers) == labels)
    }

    @Test func refusesNoBins() {
        let error = #expect(throws: AnalysisError.self) {
            try quantileBinLabels([1], binCount: 0)
        }
        #expect(error?.message == "At least 1 bin is needed; 0 were asked for.")
    }

    @Test(
        arguments: [
            ([1, 2, 3, .infinity], [1, 1.75, 2.5, .infinity]),
            ([-.infinity, 1, 2], [-.infinity, 1, 1.5, 2]),
            ([-.infinity, .infinity], [-.infinity, .infinity]),
            ([.infinity, .infinity], [.infinity]),
            ([-1.5e308, 1.5e308], [-1.5e308, -0.75e308, 0, 0.75e308, 1.5e308]),
        ] as [([Double?], [Double])])
    func edgesOfInfiniteNumbersAreNumbers(_ numbers: [Double?], _ edges: [Double]) throws {
        #expect(try quantileBinEdges(numbers) == edges)
    }

    /// NumPy's `quantile` of the same numbers.
    @Test(arguments: [
        (0, 1.0), (0.25, 1.75), (0.5, 2.5), (0.75, 4.75), (1, 10), (0.1, 1.3),
    ])
    func quantilesAreThoseOfNumPy(_ share: Double, _ expected: Double) {
        #expect(abs(quantile(share, ofSorted: [1, 2, 3, 10]) - expected) < 1e-12)
        #expect(quantile(share, ofSorted: [7]) == 7)
    }
}
