import ArgumentParser
import PersonaVectors

/// Removes personas from variants.
struct RemoveCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove personas from one variant or several.",
        discussion: """
            Every persona must be in every variant named, else nothing is removed.

            Examples:
              persona-vectors remove p-17 --variant biography
              persona-vectors remove p-17 p-18 --variants templated biography --dry-run
            """)

    @Argument(help: "The personas' ids.", completion: .personaIDs)
    var personas: [String]

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions

    @Flag(help: "Show what would be removed and remove nothing.")
    var dryRun = false

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        var seen: Set<ExactString> = []
        for id in personas where !seen.insert(ExactString(id)).inserted {
            throw ValidationError("The persona '\(id.printable)' is named twice.")
        }
    }

    func run() async throws {
        let target = try store.existingStore()
        let chosen =
            try variants.named.isEmpty ? [target.resolveOne(variants)] : target.resolve(variants)
        for variant in chosen { try target.requirePersonas(personas, in: variant) }
        if !dryRun {
            for variant in chosen { try target.remove(personas, variant: variant) }
        }
        output.render(result(chosen))
        if dryRun { output.note(WritingOptions.dryRunNote) }
    }

    private func result(_ variants: [PromptVariant]) -> CommandResult {
        CommandResult(
            tables: [
                TextTable(
                    [.left("REMOVED"), .left("VARIANT")],
                    rows: variants.flatMap { variant in personas.map { [$0, variant.rawValue] } })
            ],
            json: .array(
                variants.map { variant in
                    .object([
                        "variant": .string(variant.rawValue), "removed": .strings(personas),
                    ])
                }),
            identifiers: personas)
    }
}
