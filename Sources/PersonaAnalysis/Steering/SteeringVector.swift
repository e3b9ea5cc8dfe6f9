public import PersonaVectors

/// What to add to a layer's hidden states to move a model from a persona's attributes to its
/// biography.
public struct SteeringVector: Sendable, Equatable {
    /// One value for each feature.
    public let values: [Float]
    /// A strength to begin with: what makes the vector 20 times as long as the templated row's
    /// root mean square.
    public let suggestedAlpha: Double
    /// The persona.
    public let personaID: String
    /// The layer, as the model counts its blocks.
    public let layer: Int
    /// The model.
    public let modelName: String

    /// The layer that the original steers when none is named.
    public static let defaultLayer = 20
}

/// The steering vector of two vectors of a persona: biography minus templated, in one layer.
///
/// - Parameters:
///   - biography: the persona's vector as flowing text.
///   - templated: the persona's vector as a list of attributes.
///   - personaID: the persona.
///   - layer: the layer, as the model counts its blocks.
///   - modelName: the model.
/// - Returns: the difference in single precision. That it is zero is not an error; the suggested
///   strength is then enormous, as the original's is.
/// - Throws: ``AnalysisError`` with code `invalidData` when the shapes differ or a value is not
///   finite, `invalidArgument` when there is no such layer.
/// - Complexity: O(`hiddenSize`).
public func computeSteeringVector(
    biography: PersonaVector, templated: PersonaVector, personaID: String,
    layer: Int = SteeringVector.defaultLayer, modelName: String
) throws -> SteeringVector {
    guard
        biography.layerCount == templated.layerCount, biography.hiddenSize == templated.hiddenSize
    else {
        throw AnalysisError.steeringShapes(
            biography: [biography.layerCount, biography.hiddenSize],
            templated: [templated.layerCount, templated.hiddenSize], personaID: personaID)
    }
    guard layer >= 0, layer < biography.layerCount else {
        throw AnalysisError.noSuchLayer(layer, layerCount: biography.layerCount)
    }
    let base = try templated.layer(layer)
    let values = zip(try biography.layer(layer), base).map { $0 - $1 }
    if let value = (values + base).first(where: { !$0.isFinite }) {
        throw AnalysisError.steeringNotFinite(value, personaID: personaID, layer: layer)
    }
    let rootMeanSquare = base.euclideanNorm / Double(base.count).squareRoot()
    return SteeringVector(
        values: values, suggestedAlpha: 20 * rootMeanSquare / (values.euclideanNorm + 1e-8),
        personaID: personaID, layer: layer, modelName: modelName)
}

/// The steering vector of a persona of a store or a Hub dataset.
///
/// - Parameters:
///   - source: where the vectors are; it must have both variants of the persona.
///   - personaID: the persona.
///   - layer: the layer, as the model counts its blocks.
/// - Returns: the steering vector.
/// - Throws: `ArtifactError` with code `notFound` when a variant of the persona is missing, and
///   what ``computeSteeringVector(biography:templated:personaID:layer:modelName:)`` throws.
public func computeSteeringVector(
    from source: some PersonaVectorSource, personaID: String,
    layer: Int = SteeringVector.defaultLayer
) async throws -> SteeringVector {
    let biography = try await source.load(.biography, personaID: personaID)
    let templated = try await source.load(.templated, personaID: personaID)
    return try computeSteeringVector(
        biography: biography, templated: templated, personaID: personaID, layer: layer,
        modelName: source.modelName)
}

extension [Float] {
    /// The length of the vector, summed in `Double`.
    var euclideanNorm: Double {
        var sum = 0.0
        for value in self { sum += Double(value) * Double(value) }
        return sum.squareRoot()
    }
}
