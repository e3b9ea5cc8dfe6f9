extension Matrix where Scalar == Float {
    /// The sums of the rows of each group, in `Double`.
    ///
    /// - Parameters:
    ///   - groups: the group of each row, in `0 ..< groupCount`, or the call traps.
    ///   - groupCount: how many groups there are; one without rows has sums of zero.
    /// - Returns: `groupCount` × `columnCount`.
    /// - Complexity: O(elements).
    public func rowSums(by groups: [Int], groupCount: Int) -> Matrix<Double> {
        precondition(groups.count == rowCount, "there must be one group a row")
        precondition(groups.allSatisfy { $0 >= 0 && $0 < groupCount }, "group out of range")
        var result = Matrix<Double>(rowCount: groupCount, columnCount: columnCount)
        let columnCount = columnCount
        unsafe values.withUnsafeBufferPointer { elements in
            unsafe result.values.withUnsafeMutableBufferPointer { sums in
                for (row, group) in groups.enumerated() {
                    let (source, target) = (row * columnCount, group * columnCount)
                    for column in 0..<columnCount {
                        unsafe sums[target + column] += Double(elements[source + column])
                    }
                }
            }
        }
        return result
    }

    /// The mean of matrices of one shape, element by element, summed in `Double`.
    ///
    /// - Parameters:
    ///   - matrices: the matrices; none give a matrix of zeros, other shapes trap.
    ///   - rowCount: the rows of each.
    ///   - columnCount: the columns of each.
    /// - Complexity: O(elements).
    public init(meanOf matrices: [Matrix], rowCount: Int, columnCount: Int) {
        precondition(
            matrices.allSatisfy { $0.rowCount == rowCount && $0.columnCount == columnCount },
            "a mean needs matrices of one shape")
        var sums = [Double](repeating: 0, count: rowCount * columnCount)
        for matrix in matrices {
            unsafe matrix.values.withUnsafeBufferPointer { elements in
                unsafe sums.withUnsafeMutableBufferPointer { sums in
                    for index in 0..<sums.count {
                        unsafe sums[index] += Double(elements[index])
                    }
                }
            }
        }
        let scale = Double(Swift.max(1, matrices.count))
        self.init(
            rowCount: rowCount, columnCount: columnCount, values: sums.map { Float($0 / scale) })
    }
}
