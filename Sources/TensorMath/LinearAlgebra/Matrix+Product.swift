extension Matrix {
    /// The product `self` · `other`.
    ///
    /// - Parameters:
    ///   - other: has as many rows as `self` has columns, or the call traps.
    ///   - threads: how many threads may work; nil means one a core. The answer's bits do not
    ///     depend on it.
    /// - Returns: `rowCount` × `other.columnCount`.
    /// - Complexity: O(`rowCount` × `columnCount` × `other.columnCount`).
    public func multiplied(by other: Matrix, threads: Int? = 1) -> Matrix {
        precondition(columnCount == other.rowCount, "the inner sides of a product must agree")
        return product(other, transposed: false, threads: threads)
    }

    /// The product `self` · `other`ᵀ: the dot product of each row here with each row there.
    ///
    /// - Parameters:
    ///   - other: has as many columns as `self`, or the call traps.
    ///   - threads: how many threads may work; nil means one a core. The answer's bits do not
    ///     depend on it.
    /// - Returns: `rowCount` × `other.rowCount`.
    /// - Complexity: O(`rowCount` × `columnCount` × `other.rowCount`).
    public func multiplied(byTransposeOf other: Matrix, threads: Int? = 1) -> Matrix {
        precondition(columnCount == other.columnCount, "the inner sides of a product must agree")
        return product(other, transposed: true, threads: threads)
    }

    /// The product `self` · `other` with a symmetric matrix, of which only the lower triangle is read.
    ///
    /// Each row is a product of its own, which pays for few of them.
    ///
    /// - Parameter other: as many rows and columns as `self` has columns, or the call traps.
    /// - Returns: the shape of `self`.
    /// - Complexity: O(`rowCount` × `columnCount`²), reading half of `other` for every row.
    package func multiplied(bySymmetric other: Matrix) -> Matrix {
        precondition(
            other.rowCount == columnCount && other.columnCount == columnCount,
            "a symmetric matrix as wide as the rows is needed")
        var result = Matrix(rowCount: rowCount, columnCount: columnCount)
        let (width, count) = (Int32(columnCount), Int32(rowCount))
        unsafe values.withUnsafeBufferPointer { rows in
            unsafe other.values.withUnsafeBufferPointer { matrix in
                unsafe result.values.withUnsafeMutableBufferPointer { output in
                    guard let x = rows.baseAddress, let a = matrix.baseAddress,
                        let y = output.baseAddress
                    else { return }
                    unsafe Scalar.routines.symmetricProduct(width, count, a, x, y)
                }
            }
        }
        return result
    }

    private func product(_ other: Matrix, transposed: Bool, threads: Int?) -> Matrix {
        let (inner, width) = (columnCount, transposed ? other.rowCount : other.columnCount)
        var result = Matrix(rowCount: rowCount, columnCount: width)
        // BLAS refuses leading dimensions of zero; the product of nothing is zero already.
        guard rowCount > 0, width > 0, inner > 0 else { return result }
        let bands = RowBands(rowCount: rowCount)
        unsafe values.withUnsafeBufferPointer { left in
            unsafe other.values.withUnsafeBufferPointer { right in
                unsafe result.values.withUnsafeMutableBufferPointer { output in
                    guard let left = left.baseAddress, let right = right.baseAddress,
                        let output = output.baseAddress
                    else { return }
                    // Each band of rows is written by one thread and the inputs are only read.
                    nonisolated(unsafe) let (a, b, c) = unsafe (left, right, output)
                    ConcurrentLoop.run(count: bands.count, threads: threads) { band in
                        let rows = bands[band]
                        unsafe Scalar.routines.product(
                            false, transposed, Int32(rows.count), Int32(width), Int32(inner), 1,
                            a + rows.lowerBound * inner, Int32(inner), b,
                            Int32(other.columnCount), 0, c + rows.lowerBound * width,
                            Int32(width))
                    }
                }
            }
        }
        return result
    }
}
