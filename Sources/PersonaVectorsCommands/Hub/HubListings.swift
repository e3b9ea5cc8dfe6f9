import PersonaVectors
import PersonaVectorsHub

/// What a dataset repository holds, in the words of `list`.
extension HubRepository {
    /// The models, with their mask strategies.
    func modelListing() async throws -> CommandResult {
        let configs = try await configs()
        let models = Set(configs.map { ExactString($0.model) }).sorted().map(\.string)
        let rows = models.map { model in
            (model: model, masks: configs.filter { $0.model == model }.map(\.mask.rawValue))
        }
        return CommandResult(
            tables: [
                TextTable(
                    [.left("MODEL"), .left("MASK STRATEGIES")],
                    rows: rows.map { [$0.model, $0.masks.joined(separator: ", ")] })
            ],
            json: .array(
                rows.map {
                    .object(["model": .string($0.model), "mask_strategies": .strings($0.masks)])
                }), identifiers: models)
    }

    /// The variants of the models that options leave.
    func variantListing(includingBaseline: Bool) async throws -> CommandResult {
        var summaries: [VariantSummary] = []
        for (model, mask) in try await configs() {
            let store = try store(model, mask)
            for variant in try await store.availableVariants() {
                let ids = try await store.listPersonas(
                    variants: [variant], includingBaseline: true)
                let hasBaseline = ids.contains(baselinePersonaID)
                summaries.append(
                    VariantSummary(
                        model: model, mask: mask, variant: variant,
                        personaCount: ids.count - (hasBaseline && !includingBaseline ? 1 : 0),
                        layerCount: try await store.listLayers(variants: [variant]).count,
                        hasBaseline: hasBaseline))
            }
        }
        return VariantListing(summaries: summaries).result
    }

    /// The personas that some variants have in common.
    func personaListing(
        _ variants: VariantOptions, includingBaseline: Bool
    ) async throws -> CommandResult {
        let store = try await store()
        let chosen = try await store.resolve(variants)
        return try await PersonaListing(
            store, chosen, includingBaseline: includingBaseline
        ).result
    }

    /// A listing as wide as the options ask: models, variants of a model, or personas of variants.
    func listing(
        _ variants: VariantOptions, includingBaseline: Bool
    ) async throws -> CommandResult {
        if !variants.named.isEmpty {
            return try await personaListing(variants, includingBaseline: includingBaseline)
        }
        return model == nil
            ? try await modelListing()
            : try await variantListing(includingBaseline: includingBaseline)
    }
}
