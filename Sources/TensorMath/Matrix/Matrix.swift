/// A dense matrix of `Float` or `Double`, row after row.
///
/// `Float` is what vectors are stored in; `Double` is for sums whose error would show.
public struct Matrix<Scalar: MatrixScalar>: Sendable {
    /// The number of rows.
    public let rowCount: Int

    /// The number of columns.
    public let columnCount: Int

    /// `rowCount` × `columnCount` elements, row after row; the count cannot change.
    public package(set) var values: [Scalar]

    /// A matrix over elements row after row; a count that does not fit the shape traps.
    public init(rowCount: Int, columnCount: Int, values: [Scalar]) {
        precondition(
            rowCount >= 0 && columnCount >= 0 && values.count == rowCount * columnCount,
            "a matrix needs rowCount × columnCount values")
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.values = values
    }

    /// A matrix with one value everywhere.
    public init(rowCount: Int, columnCount: Int, repeating value: Scalar = 0) {
        self.init(
            rowCount: rowCount, columnCount: columnCount,
            values: Array(repeating: value, count: rowCount * columnCount))
    }

    /// A matrix of these rows, which must be of one length or the call traps; no rows give 0 × 0.
    public init(rows: [[Scalar]]) {
        let columnCount = rows.first?.count ?? 0
        precondition(
            rows.allSatisfy { $0.count == columnCount }, "the rows of a matrix have one length")
        self.init(
            rowCount: rows.count, columnCount: columnCount, values: rows.flatMap { $0 })
    }

    /// The element at a position; a position outside the matrix traps.
    public subscript(row: Int, column: Int) -> Scalar {
        @inlinable get { values[index(row, column)] }
        set { values[index(row, column)] = newValue }
    }

    /// A copy of one row.
    public func row(_ row: Int) -> [Scalar] {
        Array(values[rowRange(row)])
    }

    /// A copy of one column.
    public func column(_ column: Int) -> [Scalar] {
        (0..<rowCount).map { self[$0, column] }
    }

    /// Where a row lies in ``values``.
    public func rowRange(_ row: Int) -> Range<Int> {
        precondition(row >= 0 && row < rowCount, "row out of range")
        return row * columnCount..<(row + 1) * columnCount
    }

    @usableFromInline func index(_ row: Int, _ column: Int) -> Int {
        precondition(
            row >= 0 && row < rowCount && column >= 0 && column < columnCount,
            "position outside the matrix")
        return row * columnCount + column
    }
}

extension Matrix: Equatable {}
