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
            of their batch is pulled unless --replace is given.

            Examples:
              persona-vectors pull --repo lab/persona-vectors --model google/gemma-2-9b-it
              persona-vectors pull --repo lab/persona-vectors --variant biography --personas p-1 p-2
            """)

    @Option(help: ArgumentHelp("The dataset repository.", valueName: "namespace/name"))
    var repo: String

    @OptionGroup(title: "Hub") var access: HubAccessOptions
    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The personas (default: all).", valueName: "id"))
    var personas: [String] = []

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
        options.personaIDs = personas.isEmpty ? nil : personas
        options.layers = layers.isEmpty ? nil : layers
        options.policy = writing.policy
        options.isDryRun = writing.dryRun
        let pulled = try await ProgressReporter.track("Pulling", output: output) { progress in
            options.progress = { variant, done, total in
                progress.show("Pulling \(variant)", done: done, total: total)
            }
            return try await source.pull(to: store.rootDirectory, options: options)
        }
        output.render(Self.result(pulled, of: source))
        if writing.dryRun { output.note(WritingOptions.dryRunNote) }
    }

    private static func result(
        _ pulled: [PulledVariant], of source: HFPersonaVectorStore
    ) -> CommandResult {
        CommandResult(
            tables: [
                TextTable(
                    [.left("VARIANT"), .right("ADDED"), .right("REPLACED"), .right("UNCHANGED")],
                    rows: pulled.map { row in
                        [row.variant.rawValue]
                            + [row.added, row.replaced, row.unchanged]
                            .map { String($0.count) }
                    })
            ],
            json: .object([
                "model": .string(source.modelName),
                "mask_strategy": .string(source.maskStrategy.rawValue),
                "repository": .string(source.repository.description),
                "variants": .array(
                    pulled.map { row in
                        .object([
                            "variant": .string(row.variant.rawValue),
                            "added": .strings(row.added),
                            "replaced": .strings(row.replaced),
                            "unchanged": .strings(row.unchanged),
                        ])
                    }),
            ]),
            identifiers: Set(
                pulled.flatMap { $0.added + $0.replaced }.map { ExactString($0) }
            ).sorted().map(\.string))
    }
}
