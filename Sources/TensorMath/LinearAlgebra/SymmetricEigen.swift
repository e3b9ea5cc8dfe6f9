internal import CLinearAlgebra

/// Eigenvalues of a symmetric matrix with their eigenvectors, largest first.
public struct SymmetricEigen<Scalar: MatrixScalar>: Sendable {
    /// The eigenvalues in descending order.
    public let values: [Scalar]

    /// Row `i` is the unit eigenvector of `values[i]`; its sign means nothing.
    public let vectors: Matrix<Scalar>
}

extension Matrix {
    /// The largest eigenvalues of this symmetric matrix and their eigenvectors (LAPACK `syevr`
    /// over an index range, or `syevd` when more than half are wanted).
    ///
    /// - Parameter count: how many; nil means all. The matrix must be square with
    ///   0 < count ≤ order, or the call traps; of the elements only the lower triangle is read.
    /// - Returns: `count` pairs, largest eigenvalue first.
    /// - Throws: ``TensorMathError`` with code `notFinite`, `notConverged`, `outOfMemory` or
    ///   `routineRefused`.
    /// - Complexity: O(order³).
    public func symmetricEigen(leading count: Int? = nil) throws(TensorMathError)
        -> SymmetricEigen<Scalar>
    {
        let count = count ?? rowCount
        precondition(count > 0, "at least one eigenvector must be asked for")
        var vectors = [Scalar](repeating: 0, count: count * rowCount)
        let ascending = try eigenvalues(count: count, vectors: &vectors)
        var descending: [Scalar] = []
        descending.reserveCapacity(vectors.count)
        for row in (0..<count).reversed() {
            descending += vectors[row * rowCount..<(row + 1) * rowCount]
        }
        return SymmetricEigen(
            values: ascending.reversed(),
            vectors: Matrix(rowCount: count, columnCount: rowCount, values: descending))
    }

    /// All eigenvalues of this symmetric matrix, largest first, without the eigenvectors.
    ///
    /// - Returns: as many as the matrix has rows.
    /// - Throws: ``TensorMathError`` with code `notFinite`, `notConverged`, `outOfMemory` or
    ///   `routineRefused`.
    /// - Complexity: O(order³), several times less than with vectors.
    public func symmetricEigenvalues() throws(TensorMathError) -> [Scalar] {
        var none: [Scalar] = []
        return try eigenvalues(count: rowCount, vectors: &none).reversed()
    }

    private func eigenvalues(count: Int, vectors: inout [Scalar]) throws(TensorMathError)
        -> [Scalar]
    {
        precondition(
            rowCount == columnCount && count <= rowCount,
            "eigenvalues need a square matrix with at least as many rows")
        guard rowCount > 0 else { return [] }
        try requireFinite()
        var (scratch, found) = (values, [Scalar](repeating: 0, count: rowCount))
        let info = unsafe scratch.withUnsafeMutableBufferPointer { a in
            unsafe found.withUnsafeMutableBufferPointer { w in
                unsafe vectors.withUnsafeMutableBufferPointer { z -> Int32 in
                    guard let matrix = a.baseAddress, let eigenvalues = w.baseAddress else {
                        return 0
                    }
                    return unsafe Scalar.routines.eigen(
                        Int32(rowCount), Int32(count), matrix, eigenvalues,
                        z.isEmpty ? nil : z.baseAddress)
                }
            }
        }
        guard info != LINEAR_ALGEBRA_NO_MEMORY else { throw .outOfMemory(order: rowCount) }
        guard info >= 0 else { throw .routineRefused(order: rowCount, argument: -Int(info)) }
        guard info == 0 else { throw .eigenNotConverged(order: rowCount, info: Int(info)) }
        return Array(found.prefix(count))
    }
}

/// The elements of the workspace of `syevd` when LAPACK asked for `query` in the matrix's precision.
func divideAndConquerWorkspace(order: Int, query: Double) -> Int {
    Int(linear_algebra_all_workspace(Int32(order), query))
}
