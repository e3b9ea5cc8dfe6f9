public import TensorMath

/// How alike two variants of the same personas are, layer by layer.
///
/// The cosine of the raw vectors, without centering: the question is how far the variant moves one
/// persona, not where it lies among the others.
///
/// - Parameters:
///   - first: the samples of one variant.
///   - second: the same personas and layers in the other variant.
/// - Returns: one row a persona, one column a layer; 0 where a vector has length zero.
/// - Throws: ``AnalysisError`` with code `invalidData` when the shapes differ, or when an element
///   is NaN or infinite.
/// - Complexity: O(elements).
public func variantSimilarityByLayer(
    _ first: LayeredSamples, _ second: LayeredSamples
) throws -> Matrix<Float> {
    guard
        first.count == second.count && first.layers == second.layers
            && first.hiddenSize == second.hiddenSize
    else {
        throw AnalysisError.samplesDoNotMatch(
            (first.count, first.layers, first.hiddenSize),
            (second.count, second.layers, second.hiddenSize))
    }
    var result = Matrix<Float>(rowCount: first.count, columnCount: first.layers.count)
    for (position, layer) in first.layers.enumerated() {
        let one = prepareFiniteSamples(try first.matrix(layer: layer), centered: false)
        let other = prepareFiniteSamples(try second.matrix(layer: layer), centered: false)
        for sample in 0..<first.count {
            let range = one.rowRange(sample)
            let product = zip(one.values[range], other.values[range])
                .reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            result[sample, position] = Float(product)
        }
    }
    return result
}
