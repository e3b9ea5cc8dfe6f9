#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A model and a mask strategy: what one store is of.
public struct StoreLocation: Hashable, Sendable {
    /// The model's id.
    public let modelName: String

    /// The tokens that the vectors were averaged over.
    public let maskStrategy: MaskStrategy

    /// The variants that have a manifest or tensor files, sorted.
    public let variants: [PromptVariant]
}

/// Everything in a folder that is a store or the remains of one, sorted by folder name.
///
/// Other than ``discoverActivationModels(in:maskStrategy:)`` it also finds folders that have lost
/// their manifest, so that a check of the whole folder misses nothing.
///
/// - Parameter rootDirectory: the folder that holds one folder a model; a missing one is no error.
/// - Returns: the stores; empty when there are none.
/// - Throws: ``ArtifactError`` with code `ioFailed` when a folder cannot be listed.
/// - Complexity: lists every folder; opens one tensor file a store.
public func discoverStores(in rootDirectory: URL) throws -> [StoreLocation] {
    let root = rootDirectory.path
    var stores: [StoreLocation] = []
    for model in try Folders.names(in: root) {
        for mask in try Folders.names(in: "\(root)/\(model)") {
            let folder = "\(root)/\(model)/\(mask)"
            let variants = try variantFolders(in: folder)
            guard let first = variants.first else { continue }
            stores.append(
                StoreLocation(
                    modelName: recordedModelName(in: "\(folder)/\(first)", directory: model)
                        ?? modelName(forDirectory: model),
                    maskStrategy: MaskStrategy(rawValue: mask),
                    variants: variants.map { PromptVariant(rawValue: $0) }))
        }
    }
    return stores
}

/// The folders in `folder` that have a manifest or tensor files, sorted.
func variantFolders(in folder: String) throws(ArtifactError) -> [String] {
    var variants: [String] = []
    for name in try Folders.names(in: folder) {
        let files = try Folders.names(in: "\(folder)/\(name)")
        let isVariant = files.contains {
            $0 == ItemFolder.manifestName || ItemFolder.itemID(ofFile: $0) != nil
        }
        if isVariant { variants.append(name) }
    }
    return variants
}
