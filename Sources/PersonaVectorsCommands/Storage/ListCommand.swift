import ArgumentParser
import PersonaVectors

/// Lists models, the variants of a model, or the personas of variants.
struct ListCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List models, the variants of a model, or the personas of a variant.",
        discussion: """
            Without options it lists models; --model narrows to the variants of one, and --variant to \
            the personas that have a vector in it. With several variants, personas are listed that \
            have all of them.

            Examples:
              persona-vectors list
              persona-vectors list --model google/gemma-2-9b-it
              persona-vectors list --hub lab/persona-vectors --variant biography
              persona-vectors list --variants templated biography --format json
              for id in $(persona-vectors list --variant biography --quiet); do echo "$id"; done
            """)

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Hub") var hub: HubSourceOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions

    @Flag(help: "List the model's own voice (baseline_assistant) among the personas.")
    var includeBaseline = false

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        if let repository = try hub.repository(store) {
            output.render(
                try await repository.listing(variants, includingBaseline: includeBaseline))
        } else if !variants.named.isEmpty {
            let source = try store.existingStore()
            let chosen = try source.resolve(variants)
            output.render(
                try await PersonaListing(
                    source, chosen, includingBaseline: includeBaseline
                ).result)
        } else if store.model != nil {
            let model = try store.resolveModel()
            let masks =
                try store.maskStrategy == nil
                ? discoverMaskStrategies(in: store.rootDirectory, modelName: model)
                : [store.resolveMaskStrategy(of: model)]
            let stores = try masks.map { mask in
                try VariantSummary.all(
                    in: store.rootDirectory, model: model, mask: mask,
                    includingBaseline: includeBaseline)
            }
            output.render(VariantListing(summaries: stores.flatMap { $0 }).result)
        } else {
            let listing = try ModelListing(
                in: store.rootDirectory, mask: store.namedMaskStrategy,
                includingBaseline: includeBaseline)
            output.render(listing.result)
            if listing.isEmpty {
                output.note("There are no persona vectors in \(store.folder).")
            }
        }
    }
}
