import TensorMath

// Loops over indices of one row's buffer on purpose: they are what the compiler turns into vector
// code, and they stay bearable in debug builds.

extension Matrix<Double> {
    /// The mean of each column; the matrix must have a row.
    func columnMeans() -> [Double] {
        let shares = Matrix(rowCount: 1, columnCount: rowCount, repeating: 1 / Double(rowCount))
        return shares.multiplied(by: self).values
    }

    /// The rows minus `offsets`.
    func subtracting(_ offsets: [Double]) -> Matrix {
        var result = self
        result.subtractFromRows(offsets)
        return result
    }
}

extension Matrix<Float> {
    /// The rows minus `offsets`, over `divisors`.
    func subtracting(_ offsets: [Double], dividingBy divisors: [Double]) -> Matrix<Double> {
        let result = [Double](unsafeUninitializedCapacity: values.count) { result, count in
            values.withUnsafeBufferPointer { values in
                for row in 0..<rowCount {
                    let source = UnsafeBufferPointer(rebasing: values[rowRange(row)])
                    let target = UnsafeMutableBufferPointer(rebasing: result[rowRange(row)])
                    for column in 0..<columnCount {
                        let difference = Double(source[column]) - offsets[column]
                        target[column] = difference / divisors[column]
                    }
                }
            }
            count = values.count
        }
        return Matrix<Double>(rowCount: rowCount, columnCount: columnCount, values: result)
    }

    /// The sum, over the rows, of the squared distance of each column from `center`.
    func squaredDeviations(from center: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: columnCount)
        sums.withUnsafeMutableBufferPointer { sums in
            values.withUnsafeBufferPointer { values in
                for row in 0..<rowCount {
                    let source = UnsafeBufferPointer(rebasing: values[rowRange(row)])
                    for column in 0..<columnCount {
                        let difference = Double(source[column]) - center[column]
                        sums[column] += difference * difference
                    }
                }
            }
        }
        return sums
    }
}
