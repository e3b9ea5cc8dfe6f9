import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The part of a folder of stores that options choose; nil and none choose everything.
struct StoreSelection {
    let model: String?
    let mask: MaskStrategy?
    let variants: [PromptVariant]

    /// One variant of one store.
    struct Part {
        let store: PersonaVectorStore
        let variant: PromptVariant
    }

    /// The chosen parts that have a manifest, in the order of the folders.
    ///
    /// - Parameters:
    ///   - root: the folder that holds one folder a model.
    ///   - shown: how messages name it.
    /// - Returns: at least one part.
    /// - Throws: ``CommandFailure`` when nothing fits.
    func parts(of root: URL, shown: String) throws -> [Part] {
        let stores = try discoverStores(in: root)
        guard !stores.isEmpty else { throw CommandFailure.noModels(in: shown) }
        let ofModel = stores.filter { location in
            model.map { modelDirectoryName(for: $0) == modelDirectoryName(for: location.modelName) }
                ?? true
        }
        guard !ofModel.isEmpty else {
            throw CommandFailure.unknownModel(
                model ?? "", in: shown, models: stores.map(\.modelName))
        }
        let ofMask = ofModel.filter { location in mask.map { $0 == location.maskStrategy } ?? true }
        guard !ofMask.isEmpty else {
            throw CommandFailure.unknownMaskStrategy(
                mask ?? .answerMean, model: model ?? shown, masks: ofModel.map(\.maskStrategy))
        }
        let parts = try ofMask.flatMap { try self.parts(of: $0, in: root) }
        let found = parts.map(\.variant)
        for variant in variants where !found.contains(variant) {
            throw CommandFailure.unknownVariant(
                variant, place: shown, variants: ofMask.flatMap(\.variants))
        }
        return parts
    }

    private func parts(of location: StoreLocation, in root: URL) throws -> [Part] {
        let found = try discoverVariants(
            in: root, modelName: location.modelName, maskStrategy: location.maskStrategy)
        let store = try PersonaVectorStore(
            modelName: location.modelName, rootDirectory: root,
            maskStrategy: location.maskStrategy, variants: found)
        return found.filter { variants.isEmpty || variants.contains($0) }
            .map { Part(store: store, variant: $0) }
    }
}
