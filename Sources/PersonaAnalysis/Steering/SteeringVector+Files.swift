public import Foundation
import PersonaVectors
import Safetensors

/// Saves a steering vector in a folder named after its persona, replacing one that is there.
///
/// When it is interrupted, the folder holds the old vector, the new one, or a tensor without a
/// `metadata.json`, which is no steering vector; never the one's values with the other's layer.
///
/// ```text
/// <root>/<persona_id>/steering_vector.safetensors   steering_vector: 1 × 1 × hiddenSize
///                     metadata.json
/// ```
///
/// - Parameters:
///   - vector: the steering vector.
///   - root: the folder of all steering vectors, by default `artifacts/vectors`; it need not exist.
/// - Returns: the persona's folder.
/// - Throws: `ArtifactError` with code `invalidName` when the persona's id cannot be a folder, and
///   ``AnalysisError`` with code `notWritten`.
@discardableResult
public func saveSteeringVector(_ vector: SteeringVector, in root: URL) throws -> URL {
    try ItemName.validate(vector.personaID, noun: "persona")
    let folder = root.appending(path: vector.personaID)
    let tensor = TensorToWrite(
        name: tensorName, shape: [1, 1, vector.values.count], floats: vector.values)
    try files(at: folder).write(
        [tensor],
        description: [
            "suggested_alpha": .double(vector.suggestedAlpha),
            "persona_id": .string(vector.personaID),
            "layer": .integer(vector.layer),
            "model_id": .string(vector.modelName),
            "hidden_size": .integer(vector.values.count),
        ])
    return folder
}

/// Loads a steering vector.
///
/// - Parameter location: the persona's folder, or either file in it.
/// - Returns: the steering vector.
/// - Throws: ``AnalysisError`` with code `notFound` when a file is missing; `invalidArtifact` when
///   the description is no JSON object, lacks a key, or does not fit the tensor. Other keys are not
///   an error, nor is a tensor without the two leading dimensions.
public func loadSteeringVector(at location: URL) throws -> SteeringVector {
    let (fields, tensors) = try files(at: location).read()
    let hiddenSize = try fields.count("hidden_size")
    let found = try tensors.shape(tensorName)
    let shape = found.count == 1 ? [hiddenSize] : [1, 1, hiddenSize]
    return SteeringVector(
        values: try tensors.floats(
            tensorName, shape: shape, because: "'hidden_size' is \(hiddenSize)"),
        suggestedAlpha: try fields.number("suggested_alpha"),
        personaID: try fields.string("persona_id"), layer: try fields.count("layer"),
        modelName: try fields.string("model_id"))
}

private let tensorName = "steering_vector"

private func files(at location: URL) -> ArtifactFiles {
    ArtifactFiles(
        noun: "steering vector", tensorsName: "steering_vector.safetensors",
        descriptionName: "metadata.json", at: location)
}
