import Foundation

/// One probe measured on several random splits.
///
/// The splits share samples, so their scores are not independent; the interval is widened for that
/// (C. Nadeau and Y. Bengio, *Inference for the Generalization Error*, Machine Learning 52, 2003,
/// doi:10.1023/A:1024068626366).
public struct ProbeRepeats: Sendable, Equatable {
    /// The metric measured.
    public let metric: ProbeMetric

    /// The value on each split, in the order of the seeds.
    public let values: [Double]

    /// The mean of ``values``.
    public let mean: Double

    /// The population standard deviation of ``values``.
    public let standardDeviation: Double

    /// The 95 % interval of the mean, from Student's t, cut where the metric ends; nil for a single
    /// value.
    public let interval: ClosedRange<Double>?

    /// The summary of values measured with `testFraction` of the samples held out each time.
    init(metric: ProbeMetric, values: [Double], testFraction: Double) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.metric = metric
        self.values = values
        self.mean = mean
        standardDeviation = (squares / count).squareRoot()
        guard values.count > 1, squares.isFinite else {
            interval = nil
            return
        }
        let variance = squares / (count - 1) * (1 / count + testFraction / (1 - testFraction))
        let half = studentQuantile(degreesOfFreedom: values.count - 1) * variance.squareRoot()
        let range = metric.range
        interval = max(mean - half, range.lowerBound)...min(mean + half, range.upperBound)
    }
}

extension ProbeMetric {
    /// The values that the metric can take.
    fileprivate var range: ClosedRange<Double> {
        switch self {
        case .balancedAccuracy: 0...1
        case .meanAbsoluteError: 0...Double.infinity
        case .r2: -Double.infinity...1
        }
    }
}

/// The 97.5 % quantile of Student's t distribution.
///
/// Exact for one and two degrees of freedom, from three on by the Cornish-Fisher expansion
/// (Abramowitz and Stegun 26.7.5), which is then within 1 %.
func studentQuantile(degreesOfFreedom: Int) -> Double {
    let share = 0.975
    switch degreesOfFreedom {
    case 1: return tan(.pi * (share - 0.5))
    case 2: return (2 * share - 1) / (2 * share * (1 - share)).squareRoot()
    default:
        let (n, z) = (Double(degreesOfFreedom), 1.959_963_984_540_054)
        let (z3, z5, z7) = (pow(z, 3), pow(z, 5), pow(z, 7))
        let first = (z3 + z) / 4
        let second = (5 * z5 + 16 * z3 + 3 * z) / 96
        let third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384
        return z + first / n + second / (n * n) + third / (n * n * n)
    }
}
