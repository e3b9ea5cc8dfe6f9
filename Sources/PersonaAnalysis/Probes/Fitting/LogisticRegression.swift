import TensorMath

extension LinearHead {
    /// Logistic regression with balanced classes, an L2 penalty of C = 1 and an intercept that is
    /// not penalised, as scikit-learn's `LogisticRegression(class_weight="balanced")`.
    ///
    /// Minimises ½‖w‖² + Σ loss until the gradient's norm is at most 1e-6; the penalty makes the
    /// distance to the optimum no larger than that. scikit-learn stops earlier. All is in double
    /// precision but the products of samples with each other, when the problem is solved in those.
    ///
    /// - Parameters:
    ///   - features: a row for each sample.
    ///   - classes: a class for each sample, of which at least two must occur.
    ///   - classCount: two classes share one score, more have one each.
    ///   - maximumIterations: where to stop without having converged.
    /// - Returns: one row of weights for two classes, else one for each class, and whether the optimum
    ///   was reached.
    /// - Complexity: O(n² d) for n samples with d > n features, then O(n²) an iteration and class;
    ///   with fewer features O(n d) an iteration and class.
    static func logistic(
        _ features: Matrix<Double>, classes: [Int], classCount: Int,
        maximumIterations: Int = ProbeOptions().maximumIterations
    ) -> LinearHead {
        let problem = LogisticProblem(
            features: features, loss: LogisticLoss(classes: classes, classCount: classCount))
        var point = problem.origin
        var gradient = problem.gradient(
            at: point, probabilities: problem.loss.probabilities(point.totalScores))
        var memory = LimitedMemoryBFGS<ScoredVector>()
        var iterations = 0
        var isConverged = gradient.isVanishing
        while !isConverged, iterations < maximumIterations {
            iterations += 1
            let direction = memory.direction(gradient: gradient)
            let found = problem.lineSearch(
                from: point, along: direction, slope: gradient.inner(direction))
            // Zero when rounding leaves nothing to gain: as close as numbers come.
            if found.step == 0 {
                isConverged = true
                break
            }
            var step = direction
            step.scale(by: found.step)
            point.add(step, times: 1)
            let next = problem.gradient(at: point, probabilities: found.probabilities)
            var change = next
            change.add(gradient, times: -1)
            memory.record(step: step, gradientChange: change)
            gradient = next
            isConverged = gradient.isVanishing
        }
        return LinearHead(
            weight: problem.weight(at: point), bias: point.intercepts, isConverged: isConverged)
    }
}

/// A point of the weights' space, or a gradient there, with the scores it gives the samples.
///
/// Written either in the features (`primal`) or, when the samples are fewer, as a sum of them
/// (`dual`: w = Σ aᵢxᵢ). All operations are linear, so the scores go along without being computed.
private struct ScoredVector: InnerProductVector {
    let isDual: Bool
    var coordinates: [Double]
    var scores: [Double]
    var intercepts: [Double]

    func inner(_ other: ScoredVector) -> Double {
        // ⟨Σ aᵢxᵢ, v⟩ = Σ aᵢ⟨xᵢ, v⟩, and ⟨xᵢ, v⟩ is the score that v gives sample i.
        coordinates.dot(isDual ? other.scores : other.coordinates)
            + intercepts.dot(other.intercepts)
    }

    mutating func add(_ other: ScoredVector, times factor: Double) {
        coordinates.add(other.coordinates, times: factor)
        scores.add(other.scores, times: factor)
        intercepts.add(other.intercepts, times: factor)
    }

    mutating func scale(by factor: Double) {
        for index in 0..<coordinates.count { coordinates[index] *= factor }
        for index in 0..<scores.count { scores[index] *= factor }
        for index in 0..<intercepts.count { intercepts[index] *= factor }
    }
}

/// The penalised loss over the weights of all classes, whose rows follow each other.
private struct LogisticProblem {
    let features: Matrix<Double>
    let loss: LogisticLoss
    /// The samples' Gram matrix, when the problem is solved in the samples.
    let gram: Matrix<Double>?

    init(features: Matrix<Double>, loss: LogisticLoss) {
        self.features = features
        self.loss = loss
        // In single precision, as scikit-learn multiplies features of that precision: half the work.
        gram =
            features.rowCount < features.columnCount ? features.floats.rowGram().doubles : nil
    }

    var origin: ScoredVector {
        let width = gram == nil ? features.columnCount : features.rowCount
        return ScoredVector(
            isDual: gram != nil,
            coordinates: Array(repeating: 0, count: loss.scoreCount * width),
            scores: Array(repeating: 0, count: loss.scoreCount * features.rowCount),
            intercepts: Array(repeating: 0, count: loss.scoreCount))
    }

    /// The gradient at a point whose scores give the samples these probabilities.
    func gradient(at point: ScoredVector, probabilities: [Double]) -> ScoredVector {
        let residuals = loss.residuals(probabilities)
        var gradient = point
        gradient.intercepts = residuals.blockSums(count: loss.scoreCount)
        let rows = matrix(residuals, width: features.rowCount)
        if let gram {
            gradient.coordinates.add(residuals, times: 1)
            gradient.scores.add(rows.multiplied(bySymmetric: gram).values, times: 1)
        } else {
            gradient.coordinates.add(rows.multiplied(by: features).values, times: 1)
            gradient.scores =
                matrix(gradient.coordinates, width: features.columnCount)
                .multiplied(byTransposeOf: features).values
        }
        return gradient
    }

    /// How far to go along a direction, in which the loss at the point has this slope, and the
    /// probabilities there.
    func lineSearch(
        from point: ScoredVector, along direction: ScoredVector, slope: Double
    ) -> (step: Double, probabilities: [Double]) {
        let (scores, change) = (point.totalScores, direction.totalScores)
        func probabilities(at step: Double) -> [Double] {
            var moved = scores
            moved.add(change, times: step)
            return loss.probabilities(moved)
        }
        var last: (step: Double, probabilities: [Double]) = (0, [])
        let square = direction.inner(direction) - direction.intercepts.dot(direction.intercepts)
        let linear = point.inner(direction) - point.intercepts.dot(direction.intercepts)
        let step = convexLineSearch(from: slope, tolerance: 0.5) { step in
            last = (step, probabilities(at: step))
            let slope = loss.slope(last.probabilities, along: change)
            return (slope.first + linear + step * square, slope.second + square)
        }
        // When it ends without success, the best step is not the last one.
        return step == last.step ? last : (step, probabilities(at: step))
    }

    func weight(at point: ScoredVector) -> Matrix<Double> {
        guard gram != nil else { return matrix(point.coordinates, width: features.columnCount) }
        return matrix(point.coordinates, width: features.rowCount).multiplied(by: features)
    }

    private func matrix(_ values: [Double], width: Int) -> Matrix<Double> {
        Matrix(rowCount: loss.scoreCount, columnCount: width, values: values)
    }
}

extension ScoredVector {
    /// Whether a gradient is so short that the optimum is reached.
    fileprivate var isVanishing: Bool { inner(self).squareRoot() <= 1e-6 }

    /// The scores with the intercept of their class added.
    fileprivate var totalScores: [Double] {
        let count = scores.count / intercepts.count
        var result = scores
        for (number, intercept) in intercepts.enumerated() {
            for sample in 0..<count { result[number * count + sample] += intercept }
        }
        return result
    }
}

extension [Double] {
    /// The sums of `count` blocks of equal length.
    fileprivate func blockSums(count: Int) -> [Double] {
        let length = self.count / count
        return (0..<count).map { self[$0 * length..<($0 + 1) * length].reduce(0, +) }
    }
}
