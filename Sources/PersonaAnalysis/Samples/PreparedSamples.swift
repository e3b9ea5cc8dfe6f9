public import TensorMath

/// Rows as most analyses want them: about their common mean, and of length one.
///
/// The direction in which all personas lie says nothing about how they differ, and the length of a
/// vector mostly grows with the layer; both are removed before vectors are compared.
///
/// - Parameters:
///   - samples: one sample a row.
///   - centered: whether the mean of each feature over the rows is subtracted first.
///   - normalized: whether each row is then divided by its length. Below 1e-12 the divisor is
///     1e-12, so a row of zeros is not an error and stays zero.
/// - Returns: a matrix of the same shape.
/// - Throws: ``AnalysisError`` with code `invalidData` when an element is NaN or infinite.
/// - Complexity: O(elements).
public func prepareSamples(
    _ samples: Matrix<Float>, centered: Bool = true, normalized: Bool = true
) throws -> Matrix<Float> {
    try requireFinite(samples)
    return prepareFiniteSamples(samples, centered: centered, normalized: normalized)
}

/// What ``prepareSamples(_:centered:normalized:)`` does with samples known to be finite.
func prepareFiniteSamples(
    _ samples: Matrix<Float>, centered: Bool = true, normalized: Bool = true
) -> Matrix<Float> {
    var prepared = samples
    if centered { prepared.subtractFromRows(prepared.columnMeans()) }
    if normalized { prepared.normalizeRows() }
    return prepared
}

/// Refuses samples with NaN or infinities: they would spread to every result.
func requireFinite(_ samples: Matrix<Float>) throws {
    guard let (row, column) = samples.firstNonFinite else { return }
    throw AnalysisError.notFinite(
        "\(samples[row, column])", sample: "sample \(row)", layer: nil, feature: column)
}
