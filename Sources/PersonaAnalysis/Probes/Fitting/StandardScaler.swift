import TensorMath

/// Brings every feature to mean 0 and variance 1, as scikit-learn's `StandardScaler` does.
struct StandardScaler: Sendable {
    /// The mean of each feature.
    let mean: [Double]

    /// What each feature is divided by: its population standard deviation, or 1 when it is constant.
    let scale: [Double]

    /// The scaler of `rows`, which must not be empty.
    ///
    /// - Complexity: O(elements).
    init(fitting rows: Matrix<Float>) {
        let count = Double(rows.rowCount)
        var mean = [Double](repeating: 0, count: rows.columnCount)
        rows.forEachRow { row in
            for (feature, value) in row.enumerated() { mean[feature] += Double(value) }
        }
        for feature in mean.indices { mean[feature] /= count }
        var squares = [Double](repeating: 0, count: rows.columnCount)
        rows.forEachRow { row in
            for (feature, value) in row.enumerated() {
                let difference = Double(value) - mean[feature]
                squares[feature] += difference * difference
            }
        }
        self.mean = mean
        scale = zip(squares, mean).map { squares, mean in
            let variance = squares / count
            // scikit-learn calls a feature constant when rounding alone explains its variance.
            let noise = count * mean * .ulpOfOne
            let isConstant = variance <= count * .ulpOfOne * variance + noise * noise
            return isConstant ? 1 : variance.squareRoot()
        }
    }

    /// The rows with every feature scaled.
    ///
    /// - Complexity: O(elements).
    func transformed(_ rows: Matrix<Float>) -> Matrix<Double> {
        var values: [Double] = []
        values.reserveCapacity(rows.values.count)
        rows.forEachRow { row in
            for (feature, value) in row.enumerated() {
                values.append((Double(value) - mean[feature]) / scale[feature])
            }
        }
        return Matrix(rowCount: rows.rowCount, columnCount: rows.columnCount, values: values)
    }
}

extension Matrix {
    /// Calls `body` with every row in order, without copying it.
    func forEachRow(_ body: (UnsafeBufferPointer<Scalar>) -> Void) {
        values.withUnsafeBufferPointer { values in
            for row in 0..<rowCount {
                body(UnsafeBufferPointer(rebasing: values[rowRange(row)]))
            }
        }
    }
}
