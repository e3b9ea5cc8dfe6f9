extension Matrix {
    /// `self` · `self`ᵀ: the dot products of all pairs of rows, exactly symmetric.
    ///
    /// - Parameter threads: how many threads may work; nil means one a core. The answer's bits do
    ///   not depend on it.
    /// - Returns: `rowCount` × `rowCount`.
    /// - Complexity: O(`rowCount`² × `columnCount`), half of what the product would cost.
    public func rowGram(threads: Int? = 1) -> Matrix {
        var result = Matrix(rowCount: rowCount, columnCount: rowCount)
        guard rowCount > 0, columnCount > 0 else { return result }
        fillLowerTriangle(of: &result, threads: threads)
        result.mirrorLowerTriangle()
        return result
    }

    /// `self`ᵀ · `self`: the dot products of all pairs of columns, exactly symmetric.
    ///
    /// - Returns: `columnCount` × `columnCount`.
    /// - Complexity: O(`columnCount`² × `rowCount`), half of what the product would cost.
    public func columnGram() -> Matrix {
        var result = Matrix(rowCount: columnCount, columnCount: columnCount)
        guard rowCount > 0, columnCount > 0 else { return result }
        let (n, k) = (Int32(columnCount), Int32(rowCount))
        unsafe values.withUnsafeBufferPointer { input in
            unsafe result.values.withUnsafeMutableBufferPointer { output in
                guard let a = input.baseAddress, let c = output.baseAddress else { return }
                unsafe Scalar.routines.gram(true, n, k, a, n, c, n)
            }
        }
        result.mirrorLowerTriangle()
        return result
    }

    /// Band after band: the square on the diagonal by symmetry, what lies left of it as a product.
    private func fillLowerTriangle(of result: inout Matrix, threads: Int?) {
        let (n, k, bands) = (rowCount, columnCount, RowBands(rowCount: rowCount))
        unsafe values.withUnsafeBufferPointer { input in
            unsafe result.values.withUnsafeMutableBufferPointer { output in
                guard let input = input.baseAddress, let output = output.baseAddress else {
                    return
                }
                // Each band of rows is written by one thread and the input is only read.
                nonisolated(unsafe) let (a, c) = unsafe (input, output)
                ConcurrentLoop.run(count: bands.count, threads: threads) { position in
                    // The last band has the most to do, so it starts first.
                    let rows = bands[bands.count - 1 - position]
                    let (first, height) = (rows.lowerBound, Int32(rows.count))
                    let (own, target) = unsafe (a + first * k, c + first * n)
                    if first > 0 {
                        unsafe Scalar.routines.product(
                            false, true, height, Int32(first), Int32(k), 1, own, Int32(k), a,
                            Int32(k), 0, target, Int32(n))
                    }
                    unsafe Scalar.routines.gram(
                        false, height, Int32(k), own, Int32(k), target + first, Int32(n))
                }
            }
        }
    }

    private mutating func mirrorLowerTriangle() {
        let order = rowCount
        unsafe values.withUnsafeMutableBufferPointer {
            if let base = $0.baseAddress { unsafe Scalar.routines.mirror(order, base) }
        }
    }
}

/// Copies the lower triangle over the upper one, in tiles that stay in the cache.
func mirrorLowerTriangle<Scalar: MatrixScalar>(
    order: Int, of c: UnsafeMutablePointer<Scalar>
) {
    let tile = 32
    for top in stride(from: 0, to: order, by: tile) {
        for left in stride(from: 0, through: top, by: tile) {
            for row in top..<Swift.min(top + tile, order) {
                for column in left..<Swift.max(left, Swift.min(left + tile, row)) {
                    unsafe c[column * order + row] = unsafe c[row * order + column]
                }
            }
        }
    }
}
