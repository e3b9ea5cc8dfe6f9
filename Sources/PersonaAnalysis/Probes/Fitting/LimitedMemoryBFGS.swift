/// A vector of a space with an inner product, as ``LimitedMemoryBFGS`` needs it.
protocol InnerProductVector {
    /// The inner product with another vector.
    func inner(_ other: Self) -> Double

    /// Adds `factor` · `other`.
    mutating func add(_ other: Self, times factor: Double)

    /// Multiplies by `factor`.
    mutating func scale(by factor: Double)
}

/// The search directions of limited-memory BFGS.
///
/// After Nocedal and Wright, *Numerical Optimization*, 2nd edition, algorithm 7.4.
/// Generic over the vectors, because logistic regression keeps each one together with its image
/// under the features: then a step along the direction needs no product with the features at all.
/// The C libraries (liblbfgs) take arrays of coordinates and cannot use that.
struct LimitedMemoryBFGS<Vector: InnerProductVector> {
    private struct Correction {
        let step: Vector
        let change: Vector
        let curvature: Double
    }

    private static var capacity: Int { 20 }

    private var corrections: [Correction] = []

    /// Learns from a step and the change of the gradient over it.
    mutating func record(step: Vector, gradientChange: Vector) {
        let curvature = step.inner(gradientChange)
        // Rounding can make the last steps of a search useless; they would spoil the matrix.
        guard curvature > 0 else { return }
        if corrections.count == Self.capacity { corrections.removeFirst() }
        corrections.append(Correction(step: step, change: gradientChange, curvature: curvature))
    }

    /// The direction to search in at a point with this gradient; it descends.
    func direction(gradient: Vector) -> Vector {
        var result = gradient
        var weights: [Double] = []
        for correction in corrections.reversed() {
            let weight = correction.step.inner(result) / correction.curvature
            result.add(correction.change, times: -weight)
            weights.append(weight)
        }
        if let last = corrections.last {
            result.scale(by: last.curvature / last.change.inner(last.change))
        }
        for (correction, weight) in zip(corrections, weights.reversed()) {
            let overshoot = correction.change.inner(result) / correction.curvature
            result.add(correction.step, times: weight - overshoot)
        }
        result.scale(by: -1)
        return result
    }
}

/// A step that nearly minimises a convex function along a line.
///
/// The derivative of a convex function only grows, so its zero is bracketed and approached by
/// Newton's method, with bisection where that would leave the bracket.
///
/// - Parameters:
///   - start: the derivative at 0.
///   - tolerance: the share of the derivative at 0 that may remain; the step then fulfils the
///     strong Wolfe curvature condition.
///   - slope: the first and second derivative at a step length.
/// - Returns: the step length; 0 when the line does not descend.
func convexLineSearch(
    from start: Double, tolerance: Double, slope: (Double) -> (first: Double, second: Double)
) -> Double {
    guard start < 0 else { return 0 }
    var (low, high) = (0.0, Double.infinity)
    var step = 1.0
    // Doubling, Newton steps and bisections: fifty are far more than a double can resolve.
    for _ in 0..<50 {
        let (first, second) = slope(step)
        if abs(first) <= -tolerance * start { return step }
        if first < 0 { low = step } else { high = step }
        let newton = step - first / second
        if newton > low, newton < high {
            step = newton
        } else {
            step = high == .infinity ? 2 * step : (low + high) / 2
        }
    }
    return low
}
