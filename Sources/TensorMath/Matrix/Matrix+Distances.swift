extension Matrix where Scalar == Float {
    /// The squared Euclidean distance between every two rows, exactly symmetric with zeros on the
    /// diagonal.
    ///
    /// Computed in `Double` as |a|² + |b|² − 2a·b about the common mean, at the speed of a matrix
    /// product. Where that cancels, for rows much closer to each other than to the mean, the pair
    /// is computed again from its differences: equal rows are at distance zero, and every distance
    /// is relatively accurate to about 1e-8.
    ///
    /// - Parameter threads: how many threads may work; nil means one a core. The answer's bits do
    ///   not depend on it.
    /// - Returns: `rowCount` × `rowCount`.
    /// - Complexity: O(`rowCount`² × `columnCount`).
    public func pairwiseSquaredDistances(threads: Int? = 1) -> Matrix<Double> {
        var centered = doubles
        centered.subtractFromRows(columnMeans())
        var result = centered.rowGram(threads: threads)
        let squares = (0..<rowCount).map { result[$0, $0] }
        let n = rowCount
        unsafe centered.values.withUnsafeBufferPointer { rows in
            unsafe result.values.withUnsafeMutableBufferPointer { d in
                for row in 0..<n {
                    unsafe d[row * n + row] = 0
                    for other in 0..<row {
                        let scale = squares[row] + squares[other]
                        var square = scale - 2 * (unsafe d[row * n + other])
                        if square <= scale * 1e-8 {
                            square = unsafe squaredRowDistance(rows, row, other, columnCount)
                        }
                        unsafe d[row * n + other] = square
                        unsafe d[other * n + row] = square
                    }
                }
            }
        }
        return result
    }
}

extension Matrix where Scalar == Float {
    /// The sum of the squared differences of all elements, in `Double`.
    ///
    /// - Parameter other: a matrix of the same shape, or the call traps.
    /// - Returns: the square of the Euclidean distance between the two as long vectors.
    /// - Complexity: O(elements).
    public func squaredDistance(to other: Matrix) -> Double {
        precondition(
            rowCount == other.rowCount && columnCount == other.columnCount,
            "a distance needs matrices of one shape")
        return zip(values, other.values).reduce(0) { sum, pair in
            let difference = Double(pair.0) - Double(pair.1)
            return sum + difference * difference
        }
    }
}

extension Matrix where Scalar == Double {
    /// Subtracts `offsets[column]` from every element of each column.
    ///
    /// - Parameter offsets: one a column, or the call traps.
    /// - Complexity: O(elements).
    public mutating func subtractFromRows(_ offsets: [Double]) {
        precondition(offsets.count == columnCount, "there must be one offset a column")
        let (rowCount, columnCount) = (rowCount, columnCount)
        unsafe values.withUnsafeMutableBufferPointer { elements in
            unsafe offsets.withUnsafeBufferPointer { offsets in
                for row in 0..<rowCount {
                    for column in 0..<columnCount {
                        unsafe elements[row * columnCount + column] -= offsets[column]
                    }
                }
            }
        }
    }

    /// Adds `factor` · `addend` to one row.
    ///
    /// - Parameters:
    ///   - row: the row, or the call traps.
    ///   - addend: one number a column, or the call traps.
    ///   - factor: what they are multiplied by.
    /// - Complexity: O(`columnCount`).
    package mutating func addToRow(_ row: Int, _ addend: [Double], times factor: Double) {
        precondition(addend.count == columnCount, "there must be one number a column")
        let range = rowRange(row)
        unsafe values.withUnsafeMutableBufferPointer { elements in
            unsafe addend.withUnsafeBufferPointer { addend in
                let row = unsafe UnsafeMutableBufferPointer(rebasing: elements[range])
                for column in 0..<row.count { unsafe row[column] += factor * addend[column] }
            }
        }
    }
}

private func squaredRowDistance(
    _ rows: UnsafeBufferPointer<Double>, _ first: Int, _ second: Int, _ width: Int
) -> Double {
    var sum = 0.0
    for column in 0..<width {
        let difference = unsafe rows[first * width + column] - rows[second * width + column]
        sum += difference * difference
    }
    return sum
}
