import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub

/// A dataset repository, with what options say of the part of it that is meant.
struct HubRepository {
    let name: String
    let revision: String
    let client: HubClient
    let model: String?
    let maskStrategy: MaskStrategy?

    init(
        _ name: String, _ access: HubAccessOptions, model: String?, maskStrategy: MaskStrategy?
    ) throws {
        let repository = try RepositoryID(name)
        self.name = repository.description
        client = try access.client()
        let chosen = access.chosenRevision
        // Messages show the first digits of commits.
        revision = client.knownCommit(startingWith: chosen, of: repository)?.hex ?? chosen
        self.model = model
        self.maskStrategy = maskStrategy
    }

    /// The models and mask strategies that options leave.
    func configs() async throws -> [(model: String, mask: MaskStrategy)] {
        let all = try await listHubVectorModels(in: name, revision: revision, client: client)
        let models = Set(all.flatMap(\.modelNames).map { ExactString($0) }).sorted().map(\.string)
        guard !models.isEmpty else { throw CommandFailure.noModelsOnHub(name) }
        if let model, !models.contains(where: { same($0, model) }) {
            throw CommandFailure.unknownModel(
                model, in: name, models: models, command: "hub models \(name)")
        }
        let ofModel = all.flatMap { group in
            group.modelNames.filter { model == nil || same($0, model ?? "") }
                .map { (model: model ?? $0, mask: group.maskStrategy) }
        }
        guard let maskStrategy else { return ofModel }
        let chosen = ofModel.filter { $0.mask == maskStrategy }
        guard !chosen.isEmpty else {
            throw CommandFailure.unknownMaskStrategy(
                maskStrategy, model: model ?? name, masks: ofModel.map(\.mask))
        }
        return chosen
    }

    /// The one store that is meant: of several mask strategies the default one.
    func store() async throws -> HFPersonaVectorStore {
        let configs = try await configs()
        let models = Set(configs.map { ExactString($0.model) }).sorted().map(\.string)
        guard models.count == 1, let model = models.first else {
            throw CommandFailure.severalModels(models, in: name)
        }
        let masks = configs.map(\.mask)
        let mask = masks.count == 1 ? masks[0] : maskStrategy ?? .answerMean
        guard masks.contains(mask) else {
            throw CommandFailure.unknownMaskStrategy(mask, model: model, masks: masks)
        }
        return try store(model, mask)
    }

    /// The store of a model and mask strategy.
    func store(_ model: String, _ mask: MaskStrategy) throws -> HFPersonaVectorStore {
        let context = CommandContext.current
        let repository = try RepositoryID(name)
        // The listing of the models has asked already what the revision is.
        let commit = client.cache.commit(of: revision, in: repository)?.hex
        return HFPersonaVectorStore(
            repository: repository, modelName: model, maskStrategy: mask,
            revision: commit ?? revision, client: client,
            warningHandler: { context.tell("Warning: \($0)") })
    }

    /// Two ids that one config's name cannot tell apart are the same.
    private func same(_ left: String, _ right: String) -> Bool {
        modelDirectoryName(for: left) == modelDirectoryName(for: right)
    }
}

extension HFPersonaVectorStore {
    /// The variants named, all of which must be there, or all that are there.
    func resolve(_ options: VariantOptions) async throws -> [PromptVariant] {
        try await requireVariants(options.named)
        return options.named.isEmpty ? try await availableVariants() : options.named
    }

    /// Checks that some variants are there.
    func requireVariants(_ variants: [PromptVariant]) async throws {
        let there = try await availableVariants()
        for variant in variants where !there.contains(variant) {
            throw CommandFailure.unknownVariant(
                variant, place: place, variants: there, command: "hub variants \(repository)")
        }
    }

    /// The store as messages name it: `lab/vectors, google/gemma-2-9b-it, answer_mean`.
    nonisolated var place: String { "\(repository), \(modelName.printable), \(maskStrategy)" }
}

extension CommandFailure {
    static func noModelsOnHub(_ repository: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            "\(repository) holds no persona vectors: no config of its card is named"
                + " <model>__<mask_strategy>. Fill it with 'persona-vectors push'.")
    }
}
