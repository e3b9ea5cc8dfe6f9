extension Matrix {
    /// The position of the first element, row after row, that is NaN or infinite; nil when none is.
    ///
    /// - Complexity: O(elements).
    public var firstNonFinite: (row: Int, column: Int)? {
        let isFinite = unsafe values.withUnsafeBufferPointer { unsafe Scalar.routines.isFinite($0) }
        guard !isFinite, let index = values.firstIndex(where: { !$0.isFinite }) else {
            return nil
        }
        return (index / columnCount, index % columnCount)
    }

    /// Refuses NaN and infinities, which would spread to every number computed from them.
    func requireFinite() throws(TensorMathError) {
        guard let (row, column) = firstNonFinite else { return }
        throw .notFinite("\(self[row, column])", row: row, column: column)
    }
}

/// Whether no element is NaN or infinite.
///
/// Zero times a finite number is zero; times anything else it is NaN, which sums keep. Eight sums
/// at once, because a single one would wait for each addition.
func isFinite<Scalar: MatrixScalar & SIMDScalar>(_ elements: UnsafeBufferPointer<Scalar>) -> Bool {
    var sums = SIMD8<Scalar>.zero
    var start = 0
    while start + 8 <= elements.count {
        var lanes = SIMD8<Scalar>.zero
        for lane in 0..<8 { lanes[lane] = unsafe elements[start + lane] }
        sums += lanes * 0
        start += 8
    }
    var sum = (0..<8).reduce(Scalar.zero) { $0 + sums[$1] }
    for index in start..<elements.count { sum += unsafe elements[index] * 0 }
    return sum == 0
}
