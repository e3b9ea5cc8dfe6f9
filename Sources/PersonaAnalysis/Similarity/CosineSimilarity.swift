public import TensorMath

/// The cosine similarity of every two samples.
///
/// - Parameters:
///   - samples: one sample a row.
///   - centered: whether the mean over the samples is subtracted first. Without it the direction
///     that all samples share makes everything look alike.
///   - threads: how many threads may work; nil means one a core. The result does not depend on it.
/// - Returns: `samples.rowCount` × `samples.rowCount`, exactly symmetric. A sample of length zero,
///   after centering, is not an error: it has similarity 0 with every sample, itself included.
/// - Throws: ``AnalysisError`` with code `invalidData` when an element is NaN or infinite.
/// - Complexity: O(`rowCount`² × `columnCount`).
public func cosineSimilarityMatrix(
    of samples: Matrix<Float>, centered: Bool = true, threads: Int? = nil
) throws -> Matrix<Float> {
    try prepareSamples(samples, centered: centered).rowGram(threads: threads)
}
