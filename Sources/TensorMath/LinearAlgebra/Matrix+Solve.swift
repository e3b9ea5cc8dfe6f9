extension Matrix {
    /// Solves `self` · x = b for each row of `rightHandSides`, by Cholesky decomposition.
    ///
    /// - Parameter rightHandSides: one b a row; as many columns as `self`, which must be square
    ///   and symmetric, or the call traps. Only the lower triangle of `self` is read.
    /// - Returns: one x a row.
    /// - Throws: ``TensorMathError`` with code `notFinite`, or `notPositiveDefinite` when the
    ///   matrix is singular or has a negative eigenvalue.
    /// - Complexity: O(order³ / 3 + order² × `rightHandSides.rowCount`).
    public func solvingPositiveDefinite(_ rightHandSides: Matrix) throws(TensorMathError)
        -> Matrix
    {
        precondition(
            rowCount == columnCount && rightHandSides.columnCount == rowCount,
            "a system needs a square matrix and right-hand sides of its order")
        try requireFinite()
        try rightHandSides.requireFinite()
        var (scratch, solution) = (values, rightHandSides)
        let info = unsafe scratch.withUnsafeMutableBufferPointer { a in
            unsafe solution.values.withUnsafeMutableBufferPointer { b -> Int32 in
                guard let matrix = a.baseAddress, let sides = b.baseAddress else { return 0 }
                return unsafe Scalar.routines.solve(
                    Int32(rowCount), Int32(rightHandSides.rowCount), matrix, sides)
            }
        }
        guard info == 0 else {
            throw .notPositiveDefinite(order: rowCount, minor: Int(info))
        }
        return solution
    }
}
