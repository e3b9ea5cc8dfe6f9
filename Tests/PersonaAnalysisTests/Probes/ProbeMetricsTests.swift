import Testing

@testable import PersonaAnalysis

/// Metrics as `Fixtures/probes/helpers.expected.json` lists scikit-learn's.
struct ProbeMetricsTests {
    @Test(arguments: [
        ([0, 0, 1, 1], [0, 1, 1, 1], 0.75), ([0, 0, 1, 1], [0, 7, 1, 1], 0.75), ([3], [3], 1.0),
    ])
    func balancedAccuracyIsTheMeanRecall(truth: [Int], predictions: [Int], value: Double) {
        #expect(balancedAccuracy(truth: truth, predictions: predictions) == value)
    }

    @Test(arguments: [
        ([0, 0, 1], 0.5), ([0, 1, 2], 1.0 / 3), ([1, 1, 1], 1.0), ([2, 2, 0, 0], 0.5),
    ])
    func baselineAnswersTheMajority(truth: [Int], value: Double) {
        #expect(baselineBalancedAccuracy(truth: truth) == value)
    }

    @Test func r2OfAConstantTruthIsAllOrNothing() {
        #expect(r2Score(truth: [3, 3], predictions: [3, 3]) == 1)
        #expect(r2Score(truth: [3, 3], predictions: [3, 4]) == 0)
        #expect(r2Score(truth: [5], predictions: [5]).isNaN)
    }

    @Test func ranksSnapToTheNearestObservedOne() {
        let values = [-1.0, 1, 3, 4, 9]
        #expect(
            values.map { nearestObservedRank(to: $0, observed: [0, 2, 5]) } == [0, 0, 2, 5, 5])
        let halves = [0.5, 1.5, 2.5, -0.5, 3.499_999_9]
        #expect(
            halves.map { nearestObservedRank(to: $0, observed: [0, 1, 2, 3]) } == [0, 2, 2, 0, 3])
    }

    /// Quantiles of R's `qt(0.975, df)`.
    @Test(arguments: [
        (1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (9, 2.2622), (29, 2.0452),
        (99, 1.9842),
    ])
    func quantileIsStudents(degreesOfFreedom: Int, value: Double) {
        let quantile = studentQuantile(degreesOfFreedom: degreesOfFreedom)
        #expect(abs(quantile - value) < 0.01 * value)
    }

    @Test func oneValueHasNoInterval() {
        let single = ProbeRepeats(metric: .r2, values: [0.5], testFraction: 0.2)
        #expect(single.interval == nil && single.mean == 0.5 && single.standardDeviation == 0)
    }

    @Test func intervalIsWidenedForSharedSamples() throws {
        // Two values 0.4 and 0.6: variance 0.02, widened by 1/2 + 0.2/0.8, t with one degree.
        let pair = ProbeRepeats(metric: .r2, values: [0.4, 0.6], testFraction: 0.2)
        let interval = try #require(pair.interval)
        #expect(abs(interval.lowerBound - 0.5 + 12.7062 * (0.02 * 0.75).squareRoot()) < 1e-3)
        #expect(abs(pair.standardDeviation - 0.1) < 1e-12)
    }

    @Test(arguments: [
        (ProbeMetric.balancedAccuracy, true, true), (.r2, false, true),
        (.meanAbsoluteError, true, false),
    ])
    func intervalEndsWhereTheMetricDoes(metric: ProbeMetric, isCutBelow: Bool, isCutAbove: Bool)
        throws
    {
        let wide = ProbeRepeats(metric: metric, values: [0.1, 0.9], testFraction: 0.5)
        let interval = try #require(wide.interval)
        #expect(isCutBelow ? interval.lowerBound == 0 : interval.lowerBound < 0)
        #expect(isCutAbove ? interval.upperBound == 1 : interval.upperBound > 1)
    }
}
