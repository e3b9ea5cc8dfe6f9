import TensorMath

/// Brings every feature to mean 0 and variance 1, as scikit-learn's `StandardScaler` does.
struct StandardScaler: Sendable {
    /// The mean of each feature.
    let mean: [Double]

    /// What each feature is divided by: its population standard deviation, or 1 when it is constant.
    let scale: [Double]
}

extension StandardScaler {
    /// The scaler of `rows`, which must not be empty.
    ///
    /// - Complexity: O(elements).
    init(fitting rows: Matrix<Float>) {
        let count = Double(rows.rowCount)
        let mean = rows.columnMeans()
        self.mean = mean
        scale = zip(rows.squaredDeviations(from: mean), mean).map { squares, mean in
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
        rows.subtracting(mean, dividingBy: scale)
    }
}
