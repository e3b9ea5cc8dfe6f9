/// The leading part of a singular value decomposition: `left`ᵀ · diag(`values`) · `right`.
public struct ThinSVD: Sendable {
    /// The singular values in descending order.
    public let values: [Double]

    /// Row `i` is the left singular vector of `values[i]`, as long as the matrix has rows.
    public let left: Matrix<Double>

    /// Row `i` is the right singular vector of `values[i]`, as long as the matrix has columns.
    public let right: Matrix<Double>
}

extension Matrix where Scalar == Double {
    /// The largest singular values with their vectors.
    ///
    /// They come from the eigenvectors of the smaller Gram matrix, which for numbers that were
    /// `Float` loses nothing: singular values are exact to about 1e-8 of the largest one. Below
    /// that the data has no direction to offer: the value and both vectors are zero.
    ///
    /// - Parameters:
    ///   - count: how many; nil means all. Must be 1 … min(rows, columns), or the call traps.
    ///   - threads: how many threads may work; nil means one a core. The answer's bits do not
    ///     depend on it.
    /// - Returns: `count` triples, largest value first.
    /// - Throws: ``TensorMathError`` with code `notFinite`, `notConverged` or `outOfMemory`.
    /// - Complexity: O(rows × columns × min(rows, columns)).
    public func thinSVD(leading count: Int? = nil, threads: Int? = 1) throws(TensorMathError)
        -> ThinSVD
    {
        let wide = rowCount <= columnCount
        let count = count ?? Swift.min(rowCount, columnCount)
        precondition(
            count > 0 && count <= Swift.min(rowCount, columnCount),
            "there are as many singular values as the smaller side has")
        let gram = wide ? rowGram(threads: threads) : columnGram()
        let eigen = try gram.symmetricEigen(leading: count)
        let values = Self.singularValues(of: eigen.values, order: gram.rowCount)
        let own = eigen.vectors.scalingRows(by: values.map { $0 > 0 ? 1 : 0 })
        let inverse = values.map { $0 > 0 ? 1 / $0 : 0 }
        let other =
            wide
            ? eigen.vectors.multiplied(by: self).scalingRows(by: inverse)
            : eigen.vectors.multiplied(byTransposeOf: self).scalingRows(by: inverse)
        return ThinSVD(values: values, left: wide ? own : other, right: wide ? other : own)
    }

    /// All singular values, largest first, without the vectors.
    ///
    /// - Parameter threads: how many threads may work; nil means one a core.
    /// - Returns: min(rows, columns) values; those below 1e-8 of the largest are zero.
    /// - Throws: ``TensorMathError`` with code `notFinite`, `notConverged` or `outOfMemory`.
    /// - Complexity: O(rows × columns × min(rows, columns)).
    public func singularValues(threads: Int? = 1) throws(TensorMathError) -> [Double] {
        let gram = rowCount <= columnCount ? rowGram(threads: threads) : columnGram()
        return Self.singularValues(
            of: try gram.symmetricEigenvalues(), order: gram.rowCount)
    }

    /// Roots of the Gram matrix's eigenvalues; those that rounding alone could have made are zero.
    ///
    /// The order of the whole matrix counts, not how many eigenvalues were asked for: of two leading
    /// ones the second is as noisy as among all.
    private static func singularValues(of eigenvalues: [Double], order: Int) -> [Double] {
        // The error of an eigenvalue is about the order times 1e-16 of the largest one.
        let noise = (eigenvalues.first ?? 0) * 1e-16 * Double(Swift.max(order, 16))
        return eigenvalues.map { $0 > noise ? $0.squareRoot() : 0 }
    }

    func scalingRows(by factors: [Double]) -> Matrix {
        var result = self
        for (row, factor) in factors.enumerated() {
            for index in rowRange(row) { result.values[index] *= factor }
        }
        return result
    }
}
