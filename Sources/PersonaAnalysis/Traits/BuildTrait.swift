public import PersonaVectors
import TensorMath

/// A trait measured on paired vectors: what `TraitVectorStore` keeps of an attribute.
public struct Trait: Sendable {
    /// The attribute.
    public let attribute: String
    /// The value that the first vectors of the pairs have.
    public let valueFrom: String
    /// The value that the second vectors have.
    public let valueTo: String
    /// The number of pairs.
    public let personaCount: Int
    /// The mean of second minus first: `layerCount` × `hiddenSize`.
    public let meanDelta: PersonaVector
    /// How well each layer separates the two sides.
    public let aucByLayer: [Double]
    /// The mean length of the vectors in each layer.
    public let activationNormByLayer: [Double]

    /// The layer whose AUC is farthest from ½, the first of equals.
    public var bestLayer: Int {
        aucByLayer.map { abs($0 - 0.5) }.firstIndexOfMaximum
    }

    /// The direction in a layer.
    ///
    /// - Parameters:
    ///   - layer: the layer; nil means ``bestLayer``.
    ///   - variant: the variant that the vectors were extracted with.
    /// - Returns: the direction.
    /// - Throws: ``AnalysisError`` with code `invalidArgument` when there is no such layer.
    public func direction(
        layer: Int? = nil, variant: PromptVariant = .templated
    ) throws -> TraitDirection {
        let layer = layer ?? bestLayer
        guard aucByLayer.indices.contains(layer) else {
            throw AnalysisError.noSuchLayer(layer, layerCount: aucByLayer.count)
        }
        return TraitDirection(
            attribute: attribute, variant: variant, positive: valueTo, layer: layer,
            auc: aucByLayer[layer], personaCount: personaCount,
            direction: try meanDelta.layer(layer),
            activationNorm: activationNormByLayer[layer])
    }

    /// The entry of the manifest, in the original's words and order.
    public var entry: JSONObject {
        func byLayer(_ values: [Double]) -> JSONValue {
            .object(
                JSONObject(
                    values.enumerated().map { (ExactString(String($0)), JSONValue.double($1)) }))
        }
        return [
            "value_from": .string(valueFrom), "value_to": .string(valueTo),
            "n_personas": .integer(personaCount), "auc_by_layer": byLayer(aucByLayer),
            "act_norm_by_layer": byLayer(activationNormByLayer),
        ]
    }
}

/// Builds a trait from the vectors of personas with one value of an attribute and with another.
///
/// The AUC of a layer is the chance that a vector of the second side lies farther along the mean
/// difference than one of the first, over all pairs of vectors, ties counting half.
///
/// - Parameters:
///   - attribute: the attribute.
///   - from: a vector for each persona with the first value.
///   - to: a vector for each persona with the second value, in the same order.
///   - valueFrom: the first value.
///   - valueTo: the second value.
///   - personaIDs: the persona of each pair, for messages; nil names pairs by number.
/// - Returns: the trait.
/// - Throws: ``AnalysisError`` with code `invalidData` when the sides differ in number or are empty,
///   the vectors in shape, or a value is not finite.
/// - Complexity: O(values) + O(n log n) a layer for n personas.
public func buildTrait(
    _ attribute: String, from: [PersonaVector], to: [PersonaVector], valueFrom: String,
    valueTo: String, personaIDs: [String]? = nil
) throws -> Trait {
    guard from.count == to.count, let first = from.first else {
        throw AnalysisError.traitPairs(from: from.count, to: to.count)
    }
    let shape = [first.layerCount, first.hiddenSize]
    for (position, (start, end)) in zip(from, to).enumerated() {
        for vector in [start, end] where [vector.layerCount, vector.hiddenSize] != shape {
            throw AnalysisError.traitShapes(
                position, found: [vector.layerCount, vector.hiddenSize], needed: shape)
        }
    }
    let layers = try (0..<first.layerCount).map { layer in
        let sides = try [from, to].map { side in try side.map { try $0.layer(layer) } }
        for (rows, value) in zip(sides, [valueFrom, valueTo]) {
            try requireFinite(
                rows, of: attribute, value: value, layer: layer, personaIDs: personaIDs)
        }
        return TraitLayer(from: sides[0], to: sides[1])
    }
    return Trait(
        attribute: attribute, valueFrom: valueFrom, valueTo: valueTo, personaCount: from.count,
        meanDelta: try PersonaVector(layers: layers.map(\.meanDelta)),
        aucByLayer: layers.map(\.auc), activationNormByLayer: layers.map(\.activationNorm))
}

/// Refuses vectors with NaN or infinities, naming the pair.
private func requireFinite(
    _ rows: [[Float]], of attribute: String, value: String, layer: Int, personaIDs: [String]?
) throws {
    for (position, row) in rows.enumerated() {
        guard let number = row.first(where: { !$0.isFinite }) else { continue }
        let ids = personaIDs ?? []
        throw AnalysisError.traitNotFinite(
            number, attribute: attribute, value: value, layer: layer,
            persona: ids.indices.contains(position) ? "'\(ids[position])'" : "pair \(position)")
    }
}

/// The measures of one layer.
private struct TraitLayer {
    let meanDelta: [Float]
    let auc: Double
    let activationNorm: Double

    init(from: [[Float]], to: [[Float]]) {
        var sum = [Double](repeating: 0, count: from[0].count)
        for (start, end) in zip(from, to) {
            for feature in 0..<sum.count { sum[feature] += Double(end[feature] - start[feature]) }
        }
        let mean = sum.map { $0 / Double(from.count) }
        meanDelta = mean.map(Float.init)
        func projection(_ row: [Float]) -> Double {
            zip(row, mean).reduce(0) { $0 + Double($1.0) * $1.1 }
        }
        auc = areaUnderCurve(negatives: from.map(projection), positives: to.map(projection))
        activationNorm =
            (from + to).reduce(0) { $0 + $1.euclideanNorm } / Double(from.count + to.count)
    }
}

/// The chance that a positive is greater than a negative, ties counting half (Mann-Whitney).
func areaUnderCurve(negatives: [Double], positives: [Double]) -> Double {
    let negatives = negatives.sorted()
    var wins = 0.0
    for value in positives {
        let below = negatives.partitioningIndex { $0 >= value }
        let notAbove = negatives.partitioningIndex { $0 > value }
        wins += Double(below) + Double(notAbove - below) / 2
    }
    return wins / (Double(negatives.count) * Double(positives.count))
}
