extension Matrix where Scalar == Float {
    /// The mean of each column, summed in `Double`; zeros when there are no rows.
    ///
    /// - Complexity: O(elements).
    public func columnMeans() -> [Double] {
        var sums = [Double](repeating: 0, count: columnCount)
        guard rowCount > 0 else { return sums }
        unsafe values.withUnsafeBufferPointer { elements in
            unsafe sums.withUnsafeMutableBufferPointer { sums in
                for row in 0..<rowCount {
                    let source = unsafe UnsafeBufferPointer(rebasing: elements[rowRange(row)])
                    for column in 0..<columnCount {
                        unsafe sums[column] += Double(source[column])
                    }
                }
            }
        }
        let scale = Double(rowCount)
        return sums.map { $0 / scale }
    }

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
                    let row = unsafe UnsafeMutableBufferPointer(
                        rebasing: elements[row * columnCount..<(row + 1) * columnCount])
                    for column in 0..<columnCount {
                        unsafe row[column] = Float(Double(row[column]) - offsets[column])
                    }
                }
            }
        }
    }

    /// The Euclidean length of each row, summed in `Double`.
    ///
    /// - Complexity: O(elements).
    public func rowNorms() -> [Double] {
        unsafe values.withUnsafeBufferPointer { elements in
            (0..<rowCount).map { row in
                let start = row * columnCount
                return unsafe sumOfSquares(elements[start..<start + columnCount]).squareRoot()
            }
        }
    }

    /// Divides each row by its Euclidean length, or by `minimumNorm` when it is shorter.
    ///
    /// A row of zeros is not an error: it stays as it is.
    ///
    /// - Parameter minimumNorm: the least length divided by.
    /// - Complexity: O(elements).
    public mutating func normalizeRows(minimumNorm: Double = 1e-12) {
        let (norms, columnCount) = (rowNorms(), columnCount)
        unsafe values.withUnsafeMutableBufferPointer { elements in
            for (row, norm) in norms.enumerated() {
                let scale = 1 / Swift.max(norm, minimumNorm)
                for index in row * columnCount..<(row + 1) * columnCount {
                    unsafe elements[index] = Float(Double(elements[index]) * scale)
                }
            }
        }
    }
}

/// Eight sums at once, because a single one would wait for each addition.
private func sumOfSquares(_ elements: Slice<UnsafeBufferPointer<Float>>) -> Double {
    var sums = SIMD8<Double>.zero
    var index = unsafe elements.startIndex
    let end = unsafe elements.endIndex
    while index + 8 <= end {
        var lanes = SIMD8<Float>.zero
        for lane in 0..<8 { lanes[lane] = unsafe elements[index + lane] }
        let wide = SIMD8<Double>(lanes)
        sums += wide * wide
        index += 8
    }
    var sum = sums.sum()
    while index < end {
        let value = Double(unsafe elements[index])
        sum += value * value
        index += 1
    }
    return sum
}
