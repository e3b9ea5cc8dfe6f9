import TensorMath

/// The principal components that a probe sees instead of all features.
struct ProbePCA: Sendable {
    /// The mean of each feature.
    let mean: [Double]

    /// One unit vector a row, in the order of explained variance.
    let components: Matrix<Double>
}

extension ProbePCA {
    /// The components of `rows`: those of scikit-learn's `PCA(svd_solver="full")`, signs included.
    ///
    /// Unlike ``fitPCA(_:componentCount:normalized:threads:)`` it works on scaled rows in double
    /// precision and keeps no coordinates.
    ///
    /// - Throws: ``AnalysisError`` with code `invalidArgument` unless `componentCount` is positive
    ///   and at most the smaller side of `rows`, or what the eigensolver throws.
    /// - Complexity: O(smaller side² × larger side).
    init(fitting rows: Matrix<Double>, componentCount: Int) throws {
        guard componentCount > 0 else { throw AnalysisError.componentCountTooSmall(componentCount) }
        guard componentCount <= min(rows.rowCount, rows.columnCount) else {
            throw AnalysisError.tooManyComponents(
                "The PCA of a probe", count: componentCount, sampleCount: rows.rowCount,
                featureCount: rows.columnCount)
        }
        mean = rows.columnMeans()
        let directions = try rows.subtracting(mean).thinSVD(leading: componentCount).right
        components = Matrix(
            rows: (0..<componentCount).map { index in
                let row = directions.row(index)
                let sign = signOfLargestEntry(row)
                return row.map { sign * $0 }
            })
    }

    /// The rows' coordinates in the components.
    func transformed(_ rows: Matrix<Double>) -> Matrix<Double> {
        rows.subtracting(mean).multiplied(byTransposeOf: components)
    }
}
