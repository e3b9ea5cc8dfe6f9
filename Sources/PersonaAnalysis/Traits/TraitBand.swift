/// What to add to the hidden states of several layers: layer → one value for each feature.
///
/// In every layer the traits given are added up, each as long as its gap times the strength.
///
/// - Parameters:
///   - bands: the directions of one or more traits, for example from
///     ``loadTraitBand(_:from:layers:variant:)``; those of the same layer are merged.
///   - strength: 1 is the whole gap; negative strengths point the other way.
/// - Returns: a vector for each layer that occurs.
/// - Throws: ``AnalysisError`` with code `invalidData` when directions of a layer differ in length, or
///   a sum is NaN or infinite, as with a strength that is.
/// - Complexity: O(directions × features).
public func mergeTraitBands(
    _ bands: [[TraitDirection]], strength: Double = 1
) throws -> [Int: [Float]] {
    var sums: [Int: [Double]] = [:]
    for direction in bands.joined() {
        let coefficient = direction.coefficient(strength: strength)
        let addend = direction.unitDirection.map { coefficient * Double($0) }
        guard let sum = sums[direction.layer] else {
            sums[direction.layer] = addend
            continue
        }
        guard sum.count == addend.count else {
            throw AnalysisError.bandShapes(
                layer: direction.layer, sizes: [sum.count, addend.count])
        }
        sums[direction.layer] = zip(sum, addend).map { $0 + $1 }
    }
    let vectors = sums.mapValues { $0.map(Float.init) }
    for (layer, vector) in vectors.sorted(by: { $0.key < $1.key }) {
        guard let value = vector.first(where: { !$0.isFinite }) else { continue }
        let names = bands.joined().filter { $0.layer == layer }.map(\.attribute)
        throw AnalysisError.bandNotFinite(
            value, attributes: names, layer: layer, strength: strength)
    }
    return vectors
}
