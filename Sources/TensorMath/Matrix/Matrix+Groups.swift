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
        var members = [[Int]](repeating: [], count: groupCount)
        for (row, group) in groups.enumerated() { members[group].append(row) }
        var sums = [Double](repeating: 0, count: groupCount * columnCount)
        unsafe values.withUnsafeBufferPointer { elements in
            unsafe sums.withUnsafeMutableBufferPointer { sums in
                for (group, rows) in members.enumerated() {
                    let target = group * columnCount..<(group + 1) * columnCount
                    unsafe addRows(
                        rows, of: elements, to: UnsafeMutableBufferPointer(rebasing: sums[target]))
                }
            }
        }
        return Matrix<Double>(rowCount: groupCount, columnCount: columnCount, values: sums)
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

/// Adds rows to `sums`, four at a time: the sums are then read and written a quarter as often, and
/// that is what takes the time.
private func addRows(
    _ rows: [Int], of elements: UnsafeBufferPointer<Float>,
    to sums: UnsafeMutableBufferPointer<Double>
) {
    let width = sums.count
    var next = 0
    while next + 4 <= rows.count {
        let (a, b) = (rows[next] * width, rows[next + 1] * width)
        let (c, d) = (rows[next + 2] * width, rows[next + 3] * width)
        for column in 0..<width {
            let first = unsafe Double(elements[a + column]) + Double(elements[b + column])
            let second = unsafe Double(elements[c + column]) + Double(elements[d + column])
            unsafe sums[column] += first + second
        }
        next += 4
    }
    for row in rows[next...] {
        for column in 0..<width {
            unsafe sums[column] += Double(elements[row * width + column])
        }
    }
}
