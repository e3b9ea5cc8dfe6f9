extension Matrix {
    /// The rows at these positions, in this order; one may come twice.
    ///
    /// - Complexity: O(`rows.count` × `columnCount`).
    public func selectingRows(_ rows: [Int]) -> Matrix {
        var selected: [Scalar] = []
        selected.reserveCapacity(rows.count * columnCount)
        for row in rows { selected += values[rowRange(row)] }
        return Matrix(rowCount: rows.count, columnCount: columnCount, values: selected)
    }

    /// The columns at these positions, in this order.
    ///
    /// - Complexity: O(`rowCount` × `columns.count`).
    public func selectingColumns(_ columns: Range<Int>) -> Matrix {
        precondition(columns.lowerBound >= 0 && columns.upperBound <= columnCount)
        var selected: [Scalar] = []
        selected.reserveCapacity(rowCount * columns.count)
        for row in 0..<rowCount {
            let start = row * columnCount
            selected += values[start + columns.lowerBound..<start + columns.upperBound]
        }
        return Matrix(rowCount: rowCount, columnCount: columns.count, values: selected)
    }

    /// Columns become rows.
    ///
    /// - Complexity: O(elements).
    @inlinable
    public func transposed() -> Matrix {
        var columns: [Scalar] = []
        columns.reserveCapacity(values.count)
        for column in 0..<columnCount {
            for row in 0..<rowCount { columns.append(values[row * columnCount + column]) }
        }
        return Matrix(rowCount: columnCount, columnCount: rowCount, values: columns)
    }
}

extension Matrix where Scalar == Float {
    /// The same numbers as `Double`.
    public var doubles: Matrix<Double> {
        let doubles = unsafe [Double](unsafeUninitializedCapacity: values.count) { target, count in
            for index in values.indices { unsafe target[index] = Double(values[index]) }
            count = values.count
        }
        return Matrix<Double>(rowCount: rowCount, columnCount: columnCount, values: doubles)
    }
}

extension Matrix where Scalar == Double {
    /// The numbers rounded to `Float`.
    public var floats: Matrix<Float> {
        let floats = unsafe [Float](unsafeUninitializedCapacity: values.count) { target, count in
            for index in values.indices { unsafe target[index] = Float(values[index]) }
            count = values.count
        }
        return Matrix<Float>(rowCount: rowCount, columnCount: columnCount, values: floats)
    }
}
