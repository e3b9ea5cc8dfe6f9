import TensorMath

/// The principal components that a probe sees instead of all features.
///
/// scikit-learn's `PCA(svd_solver="full")`, computed from the smaller of the two Gram matrices in
/// double precision; in each component the entry of largest magnitude is positive.
struct ProbePCA: Sendable {
    /// The mean of each feature.
    let mean: [Double]

    /// One unit vector a row, in the order of explained variance.
    let components: Matrix<Double>
}

extension ProbePCA {
    /// The components of `rows`.
    ///
    /// - Throws: ``AnalysisError`` with code `invalidArgument` unless `componentCount` is positive
    ///   and at most the smaller side of `rows`, or what the eigensolver throws.
    /// - Complexity: O(smaller side² × larger side).
    init(fitting rows: Matrix<Double>, componentCount: Int) throws {
        guard componentCount > 0, componentCount <= min(rows.rowCount, rows.columnCount) else {
            throw AnalysisError.tooManyComponents(
                componentCount, samples: rows.rowCount, features: rows.columnCount)
        }
        mean = rows.columnMeans()
        let centered = rows.subtracting(mean)
        let directions: Matrix<Double>
        if rows.rowCount < rows.columnCount {
            let eigen = try centered.rowGram().symmetricEigen(leading: componentCount)
            directions = eigen.vectors.multiplied(by: centered)
        } else {
            directions = try centered.columnGram().symmetricEigen(leading: componentCount).vectors
        }
        components = directions.withUnitRowsOfFixedSign()
    }

    /// The rows' coordinates in the components.
    func transformed(_ rows: Matrix<Double>) -> Matrix<Double> {
        rows.subtracting(mean).multiplied(byTransposeOf: components)
    }
}

extension Matrix<Double> {
    fileprivate func withUnitRowsOfFixedSign() -> Matrix {
        let rows = (0..<rowCount).map { index in
            let row = row(index)
            let length = row.dot(row).squareRoot()
            let largest = row.max { abs($0) < abs($1) } ?? 0
            // A component without variance has no direction of its own and stays zero.
            let factor = length > 0 ? (largest < 0 ? -1 : 1) / length : 0
            return row.map { $0 * factor }
        }
        return Matrix(rows: rows)
    }
}
