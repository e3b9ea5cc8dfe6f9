import TensorMath

/// Weights and biases over prepared features: what every kind of probe comes down to.
struct LinearHead: Sendable {
    /// One row for a number or two classes, else a row for each class.
    let weight: Matrix<Double>

    /// One bias for each row of ``weight``.
    let bias: [Double]

    /// Whether the fit came to its end; only an iterative one can fail to.
    var isConverged = true

    /// `features` · `weight`ᵀ + `bias`, a row for each sample.
    func scores(_ features: Matrix<Double>) -> Matrix<Double> {
        let products = features.multiplied(byTransposeOf: weight).values
        let width = bias.count
        return Matrix(
            rowCount: features.rowCount, columnCount: width,
            values: products.indices.map { products[$0] + bias[$0 % width] })
    }
}

extension LinearHead {
    /// The difference of the means of two classes, with the midpoint between them at score 0.
    ///
    /// `features` has a row for each sample, `classes` 0 or 1 for each; both must occur.
    static func differenceOfMeans(_ features: Matrix<Double>, classes: [Int]) -> LinearHead {
        let means = [0, 1].map { number in
            let share = 1 / Double(classes.count { $0 == number })
            let shares = classes.map { $0 == number ? share : 0 }
            return Matrix(rowCount: 1, columnCount: shares.count, values: shares)
                .multiplied(by: features).values
        }
        let direction = zip(means[0], means[1]).map { $1 - $0 }
        let midpoint = zip(means[0], means[1]).map { ($0 + $1) / 2 }
        return LinearHead(
            weight: Matrix(rowCount: 1, columnCount: direction.count, values: direction),
            bias: [-direction.dot(midpoint)])
    }

    /// Ridge regression, as scikit-learn's `Ridge(alpha)` with an intercept that is not penalised.
    ///
    /// Solved by Cholesky in the smaller of the two spaces: with fewer samples than features
    /// through the samples' Gram matrix (the dual form).
    ///
    /// - Throws: `TensorMathError` when a number is not finite.
    /// - Complexity: O(smaller side² × larger side).
    static func ridge(
        _ features: Matrix<Double>, targets: [Double], alpha: Double
    ) throws -> LinearHead {
        let (rows, columns) = (features.rowCount, features.columnCount)
        let means = features.columnMeans()
        let targetMean = targets.reduce(0, +) / Double(rows)
        let centered = Matrix(
            rowCount: 1, columnCount: rows, values: targets.map { $0 - targetMean })
        let weight: Matrix<Double>
        if rows < columns {
            // The centred targets are orthogonal to the mean direction, so w = Xᵀa needs no centring.
            var gram = features.rowGram()
            gram.centerBothSides()
            gram.addToDiagonal(alpha)
            weight = try gram.solvingPositiveDefinite(centered).multiplied(by: features)
        } else {
            var gram = features.columnGram()
            for row in 0..<columns {
                gram.addToRow(row, means, times: -Double(rows) * means[row])
            }
            gram.addToDiagonal(alpha)
            weight = try gram.solvingPositiveDefinite(centered.multiplied(by: features))
        }
        return LinearHead(weight: weight, bias: [targetMean - weight.values.dot(means)])
    }
}

extension Matrix<Double> {
    /// The Gram matrix of rows without their mean, from the Gram matrix of the rows.
    fileprivate mutating func centerBothSides() {
        let means = columnMeans()
        let total = means.reduce(0, +) / Double(means.count)
        subtractFromRows(means)
        let ones = [Double](repeating: 1, count: columnCount)
        for row in 0..<rowCount { addToRow(row, ones, times: total - means[row]) }
    }

    fileprivate mutating func addToDiagonal(_ value: Double) {
        for index in 0..<rowCount { self[index, index] += value }
    }
}
