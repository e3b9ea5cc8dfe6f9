import TensorMath

/// Matrices of reproducible noise.
enum Samples {
    static func uniform(_ rowCount: Int, _ columnCount: Int, seed: UInt32 = 1) -> Matrix<Double> {
        var generator = MersenneTwister(seed: seed)
        return Matrix(
            rowCount: rowCount, columnCount: columnCount,
            values: (0..<rowCount * columnCount).map { _ in generator.randomSample() - 0.5 })
    }

    /// The product by its definition, to compare the fast one with.
    static func product(_ left: Matrix<Double>, _ right: Matrix<Double>) -> Matrix<Double> {
        var result = Matrix<Double>(rowCount: left.rowCount, columnCount: right.columnCount)
        for row in 0..<left.rowCount {
            for column in 0..<right.columnCount {
                result[row, column] = (0..<left.columnCount).reduce(0) {
                    $0 + left[row, $1] * right[$1, column]
                }
            }
        }
        return result
    }
}

extension Matrix {
    /// The largest absolute difference between two matrices of one shape.
    func distance(to other: Matrix) -> Scalar {
        zip(values, other.values).reduce(0) { Swift.max($0, abs($1.0 - $1.1)) }
    }
}
