public import PersonaVectors

/// The direction in one layer that separates two values of an attribute.
public struct TraitDirection: Sendable, Equatable {
    /// The attribute.
    public let attribute: String
    /// The variant that it was measured on.
    public let variant: PromptVariant
    /// The value that the direction points to.
    public let positive: String
    /// The layer, as the model counts its blocks.
    public let layer: Int
    /// How well the direction separates the two values: 1 always, ½ not at all, 0 reversed.
    public let auc: Double
    /// The number of personas it was measured on.
    public let personaCount: Int
    /// The mean difference of the two values; one number for each feature.
    public let direction: [Float]
    /// The length of ``direction``.
    public let gapNorm: Double
    /// The mean length of the vectors, to compare with ``gapNorm``.
    public let activationNorm: Double

    /// The kind of answer that the direction gives: one of two values.
    public var task: ProbeTask { .binary }

    /// ``direction`` with length 1.
    public var unitDirection: [Float] {
        direction.map { Float(Double($0) / (gapNorm + 1e-12)) }
    }

    /// A direction over a row of a mean difference.
    init(
        attribute: String, variant: PromptVariant, positive: String, layer: Int, auc: Double,
        personaCount: Int, direction: [Float], activationNorm: Double
    ) {
        self.attribute = attribute
        self.variant = variant
        self.positive = positive
        self.layer = layer
        self.auc = auc
        self.personaCount = personaCount
        self.direction = direction
        self.activationNorm = activationNorm
        gapNorm = direction.euclideanNorm
    }

    /// What ``unitDirection`` is multiplied by at a strength, where 1 is the whole gap.
    ///
    /// - Parameters:
    ///   - strength: the strength; negative ones point the other way.
    ///   - reversed: whether to turn the direction round.
    /// - Returns: the coefficient.
    public func coefficient(strength: Double, reversed: Bool = false) -> Double {
        (reversed ? -1 : 1) * strength * gapNorm
    }
}

/// Loads a trait's direction in one layer.
///
/// - Parameters:
///   - attribute: the attribute.
///   - store: the trait vectors.
///   - layer: the layer, as the model counts its blocks.
///   - variant: the variant.
/// - Returns: the direction.
/// - Throws: `ArtifactError` as `TraitVectorStore` does, ``AnalysisError`` with code
///   `invalidArgument` when there is no such layer and `invalidData` when the manifest's entry lacks
///   what describes a direction, or a number of it or of the vector is NaN or infinite.
public func loadTraitDirection(
    _ attribute: String, from store: TraitVectorStore, layer: Int,
    variant: PromptVariant = .templated
) throws -> TraitDirection {
    try loadTraitBand(attribute, from: store, layers: [layer], variant: variant)[0]
}

/// Loads a trait's directions in several layers.
///
/// - Parameters:
///   - attribute: the attribute.
///   - store: the trait vectors.
///   - layers: the layers, in the order of the answer; at least one, or the answer is empty.
///   - variant: the variant.
/// - Returns: a direction for each layer.
/// - Throws: as ``loadTraitDirection(_:from:layer:variant:)``.
public func loadTraitBand(
    _ attribute: String, from store: TraitVectorStore, layers: [Int],
    variant: PromptVariant = .templated
) throws -> [TraitDirection] {
    let vector = try store.load(attribute, variant: variant)
    let entry = try store.metadata(for: attribute, variant: variant)
    return try layers.map { layer in
        guard layer >= 0, layer < vector.layerCount else {
            throw AnalysisError.noSuchLayer(layer, layerCount: vector.layerCount)
        }
        func require<Value>(_ key: String, _ value: Value?) throws -> Value {
            guard let value else {
                throw AnalysisError.traitEntry(key, attribute: attribute, layer: layer)
            }
            return value
        }
        func number(_ key: String) throws -> Double {
            let numbers = entry[ExactString(key)]?.objectValue
            let number = numbers?[ExactString(String(layer))]?.doubleValue
            return try require(key, number.flatMap { $0.isFinite ? $0 : nil })
        }
        let direction = try vector.layer(layer)
        if let value = direction.first(where: { !$0.isFinite }) {
            throw AnalysisError.traitVectorNotFinite(value, attribute: attribute, layer: layer)
        }
        return TraitDirection(
            attribute: attribute, variant: variant,
            positive: try require("value_to", entry["value_to"]?.stringValue), layer: layer,
            auc: try number("auc_by_layer"),
            personaCount: try require("n_personas", entry["n_personas"]?.integerValue),
            direction: direction, activationNorm: try number("act_norm_by_layer"))
    }
}
