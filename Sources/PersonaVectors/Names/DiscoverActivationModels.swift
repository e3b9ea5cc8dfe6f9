import Safetensors

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The models that have vectors in a folder, in the order of their folder names.
///
/// A folder counts when any of its variants has a manifest; whether it lists anything does not
/// matter. The id of a model is what its vectors say, else the folder's name with `/` for `__`.
///
/// - Parameters:
///   - rootDirectory: the folder that holds one folder a model; a missing one is not an error.
///   - maskStrategy: the strategy that must be there; nil accepts any.
/// - Returns: the ids; empty when there are none.
/// - Throws: ``ArtifactError`` with code `ioFailed` when a folder cannot be listed.
/// - Complexity: lists every model's folders; opens one tensor file a model.
public func discoverActivationModels(
    in rootDirectory: URL, maskStrategy: MaskStrategy? = nil
) throws -> [String] {
    let root = rootDirectory.path
    var models: [String] = []
    for name in try Folders.names(in: root) where Folders.isFolder(root + "/" + name) {
        let masks = try maskStrategy.map { [$0.rawValue] } ?? Folders.names(in: root + "/" + name)
        for mask in masks {
            let variants = try discoverVariants(in: root + "/\(name)/\(mask)")
            guard let variant = variants.first else { continue }
            models.append(
                recordedModelName(in: root + "/\(name)/\(mask)/\(variant)", directory: name)
                    ?? modelName(forDirectory: name))
            break
        }
    }
    return models
}

/// The mask strategies of a model that have a variant with a manifest, sorted.
///
/// - Parameters:
///   - rootDirectory: the folder that holds one folder a model.
///   - modelName: the model's id.
/// - Returns: the strategies; empty when the model has no folder.
/// - Throws: ``ArtifactError`` with code `ioFailed` when a folder cannot be listed.
public func discoverMaskStrategies(
    in rootDirectory: URL, modelName: String
) throws -> [MaskStrategy] {
    let model = rootDirectory.path + "/" + modelDirectoryName(for: modelName)
    return try Folders.names(in: model)
        .filter { try !discoverVariants(in: model + "/" + $0).isEmpty }
        .map { MaskStrategy(rawValue: $0) }
}

/// The variants that have a manifest: the original's two first, then the others, sorted.
///
/// - Parameters:
///   - rootDirectory: the folder that holds one folder a model.
///   - modelName: the model's id.
///   - maskStrategy: the mask strategy.
/// - Returns: the variants; empty when there is no such folder.
/// - Throws: ``ArtifactError`` with code `ioFailed` when a folder cannot be listed.
public func discoverVariants(
    in rootDirectory: URL, modelName: String, maskStrategy: MaskStrategy
) throws -> [PromptVariant] {
    let folder =
        rootDirectory.path + "/" + modelDirectoryName(for: modelName) + "/\(maskStrategy)"
    let found = try discoverVariants(in: folder).map { PromptVariant(rawValue: $0) }
    let defaults = PromptVariant.defaults.filter(found.contains)
    return defaults + found.filter { !defaults.contains($0) }
}

private func discoverVariants(in folder: String) throws(ArtifactError) -> [String] {
    var variants: [String] = []
    for name in try Folders.names(in: folder)
    where try FileIdentity.of(path: folder + "/\(name)/" + ItemFolder.manifestName) != nil {
        variants.append(name)
    }
    return variants
}

/// The model id in a vector's own metadata, if it belongs to the folder's name.
func recordedModelName(in folder: String, directory: String) -> String? {
    // Absence is the answer here: a file that cannot be read is found by `verify`.
    guard let names = try? Folders.names(in: folder),
        let name = names.first(where: { $0.hasSuffix(".safetensors") }),
        let file = try? SafetensorsFile(path: folder + "/" + name, access: .pread),
        let model = file.header.metadata[TensorMetadata.modelID],
        modelDirectoryName(for: model) == directory
    else { return nil }
    return model
}
