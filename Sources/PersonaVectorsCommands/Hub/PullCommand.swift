import ArgumentParser
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub

/// Brings vectors from a dataset repository into the local store.
struct PullCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Bring vectors from a dataset repository of the Hub into the local store.",
        discussion: """
            All variants and personas come unless options choose. Only what is chosen is fetched. \
            Personas that are here with the same content are left alone; with other content nothing \
            of their batch is pulled unless --replace is given; --dry-run names them all.

            Examples:
              persona-vectors pull --repo lab/persona-vectors --model google/gemma-2-9b-it
              persona-vectors pull --repo lab/persona-vectors --variant biography --persona-ids p-1 p-2
            """)

    @Option(help: ArgumentHelp("The dataset repository.", valueName: "namespace/name"))
    var repo: String

    @OptionGroup(title: "Hub") var access: HubAccessOptions
    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions

    @OptionGroup(title: "Selection") var personas: PersonaOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The layers to keep (default: all).", valueName: "layer"))
    var layers: [Int] = []

    @OptionGroup(title: "Writing") var writing: WritingOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let source = try await HubRepository(
            repo, access, model: store.model, maskStrategy: store.namedMaskStrategy
        ).store()
        var options = PullOptions()
        options.variants = try await source.resolve(variants)
        options.personaIDs = personas.personaIds.isEmpty ? nil : personas.personaIds
        options.layers = layers.isEmpty ? nil : layers
        // A plan does not end at the first conflict: it shows all of them.
        options.policy = writing.dryRun ? .replace : writing.policy
        options.isDryRun = writing.dryRun
        let pulled = try await ProgressReporter.track("Pulling", output: output) { progress in
            options.progress = { variant, done, total in
                progress.show("Pulling \(variant)", done: done, total: total)
            }
            return try await source.pull(to: store.rootDirectory, options: options)
        }
        let listing = PulledListing(
            variants: pulled, source: source, isRefusing: writing.policy == .refuse)
        output.render(listing.result)
        if writing.dryRun { output.note(WritingOptions.dryRunNote) }
        if let conflict = listing.conflict { throw conflict }
    }
}
