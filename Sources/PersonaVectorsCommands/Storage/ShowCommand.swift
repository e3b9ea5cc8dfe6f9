import ArgumentParser
import PersonaVectors

/// Shows one persona's vectors.
struct ShowCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a persona's vectors: shape, samples, origin, norms of the layers.",
        discussion: """
            Without --variant every variant that has the persona is shown. JSON is an array with one \
            object a variant.

            Examples:
              persona-vectors show p-17 --variant biography
              persona-vectors show p-17 --hub lab/persona-vectors --model org/model
              persona-vectors show p-17 --layers 0 20 41 --format json
            """)

    @Argument(help: "The persona's id.", completion: .personaIDs)
    var persona: String

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Hub") var hub: HubSourceOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The layers to show (default: all).", valueName: "layer"))
    var layers: [Int] = []

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let chosen = layers.isEmpty ? nil : layers
        let copy = try await hub.copy(store, variants, personaIDs: [persona], layers: chosen)
        let source = try copy?.store ?? store.existingStore()
        var shown: [PersonaDetails] = []
        for variant in try chosenVariants(of: source) {
            shown.append(
                try PersonaDetails(
                    source, variant, personaID: persona, layers: chosen,
                    original: try await copy?.original(variant)))
        }
        // The copy's folder goes with it.
        withExtendedLifetime(copy) {}
        output.render(
            CommandResult(
                tables: shown.flatMap(\.tables), json: .array(shown.map(\.json)),
                identifiers: [persona]))
    }

    private func chosenVariants(of source: PersonaVectorStore) throws -> [PromptVariant] {
        let candidates = try source.resolve(variants)
        if !variants.named.isEmpty {
            for variant in candidates { try source.requirePersonas([persona], in: variant) }
            return candidates
        }
        let holding = try candidates.filter { variant in
            try source.listPersonas(variants: [variant], includingBaseline: true)
                .contains { ExactString($0) == ExactString(persona) }
        }
        if holding.isEmpty {
            let ids = try candidates.map {
                try source.listPersonas(variants: [$0], includingBaseline: true)
            }
            throw CommandFailure.unknownPersona(
                persona, place: source.place,
                ids: Set(ids.joined().map { ExactString($0) }).sorted().map(\.string))
        }
        return holding
    }
}
