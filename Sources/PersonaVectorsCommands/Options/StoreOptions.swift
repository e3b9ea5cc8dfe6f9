import ArgumentParser
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The store that a command works on.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The store's folder (default: $ARTIFACTS_DIR/activations, else artifacts/activations).",
            valueName: "folder"),
        completion: .directory)
    var activationsDir: String?

    @Option(
        help: ArgumentHelp(
            "The model's id, such as google/gemma-2-9b-it. Needed when there are several.",
            valueName: "id"),
        completion: .models)
    var model: String?

    @Option(
        help: ArgumentHelp(
            "The tokens that vectors were averaged over (default: answer_mean).",
            valueName: "name"),
        completion: .maskStrategies)
    var maskStrategy: String?

    /// The store's folder as messages show it.
    var folder: String { Self.folder(activationsDir) }

    /// The folder named, or the one that stores are kept in.
    static func folder(_ activationsDir: String?) -> String {
        activationsDir ?? CommandContext.current.artifacts("activations")
    }

    /// The store's folder.
    var rootDirectory: URL { CommandContext.current.url(folder) }

    /// The mask strategy named, if one was.
    var namedMaskStrategy: MaskStrategy? { maskStrategy.map { MaskStrategy(rawValue: $0) } }
}

extension StoreOptions {
    /// The model named, or the only one there is.
    func resolveModel() throws -> String {
        let models = try discoverActivationModels(in: rootDirectory)
        guard let model else {
            guard let only = models.first else { throw CommandFailure.noModels(in: folder) }
            guard models.count == 1 else {
                throw CommandFailure.severalModels(models, in: folder)
            }
            return only
        }
        let directory = modelDirectoryName(for: model)
        guard models.contains(where: { modelDirectoryName(for: $0) == directory }) else {
            throw CommandFailure.unknownModel(model, in: folder, models: models)
        }
        return model
    }

    /// The mask strategy of a model: the one named, else the default, else the only one there is.
    func resolveMaskStrategy(of model: String) throws -> MaskStrategy {
        let masks = try discoverMaskStrategies(in: rootDirectory, modelName: model)
        if namedMaskStrategy == nil, masks.count == 1, let only = masks.first { return only }
        let mask = namedMaskStrategy ?? .answerMean
        guard masks.contains(mask) else {
            throw CommandFailure.unknownMaskStrategy(mask, model: model, masks: masks)
        }
        return mask
    }

    /// The store to read from; its own variants are those that it has.
    func existingStore() throws -> PersonaVectorStore {
        let model = try resolveModel()
        let mask = try resolveMaskStrategy(of: model)
        let context = CommandContext.current
        return try PersonaVectorStore(
            modelName: model, rootDirectory: rootDirectory, maskStrategy: mask,
            variants: discoverVariants(
                in: rootDirectory, modelName: model, maskStrategy: mask),
            warningHandler: { context.tell("Warning: \($0)") })
    }
}

extension PersonaVectorStore {
    /// The store as messages name it: `google/gemma-2-9b-it, answer_mean`.
    var place: String { "\(modelName.printable), \(maskStrategy.rawValue.printable)" }

    /// The variants named, all of which must be there, or all that are there.
    func resolve(_ options: VariantOptions) throws -> [PromptVariant] {
        for variant in options.named { try requireVariant(variant) }
        return options.named.isEmpty ? variants : options.named
    }

    /// Checks that a variant is there.
    func requireVariant(_ variant: PromptVariant) throws {
        guard variants.contains(variant) else {
            throw CommandFailure.unknownVariant(variant, place: place, variants: variants)
        }
    }

    /// The one variant named, or the only one that is there.
    func resolveOne(_ options: VariantOptions) throws -> PromptVariant {
        let variants = try resolve(options)
        guard variants.count == 1 else {
            throw CommandFailure.severalVariants(variants, place: place)
        }
        return variants[0]
    }

    /// Checks that a variant lists all of some personas.
    func requirePersonas(_ personaIDs: [String], in variant: PromptVariant) throws {
        let ids = try listPersonas(variants: [variant], includingBaseline: true)
        let known = Set(ids.map { ExactString($0) })
        for id in personaIDs where !known.contains(ExactString(id)) {
            throw CommandFailure.unknownPersona(id, place: "\(place), \(variant)", ids: ids)
        }
    }
}
