import ArgumentParser
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Copies from the store to another.
struct CopyCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy vectors from this store to another.",
        discussion: """
            Options choose what is copied; without them it is everything. What the other store has \
            with the same content is left alone; with other content nothing is copied unless \
            --replace is given.

            Examples:
              persona-vectors copy /mnt/backup/activations
              persona-vectors copy small --model google/gemma-2-9b-it --persona-ids p-1 p-2
            """)

    @Argument(help: "The folder of the other store; made if needed.", completion: .directory)
    var destination: String

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions
    @OptionGroup(title: "Selection") var personas: PersonaOptions
    @OptionGroup(title: "Writing") var writing: WritingOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let steps = try StoreSelection(store, variants).steps(
            from: store.rootDirectory, shown: store.folder,
            to: CommandContext.current.url(destination), personaIDs: personas.personaIds)
        try TransferPlan(steps: steps).run("Copying", writing, output)
    }
}

/// Copies from other stores to the store.
struct MergeCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Merge other stores into this one.",
        discussion: """
            Options choose what is taken; without them it is everything. What is here with the same \
            content is left alone; with other content nothing is merged unless --replace is given.

            Examples:
              persona-vectors merge ../run-1/activations ../run-2/activations
              persona-vectors merge ../run-1/activations --variants biography --dry-run
            """)

    @Argument(help: "The folders of the other stores.", completion: .directory)
    var sources: [String]

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions
    @OptionGroup(title: "Selection") var personas: PersonaOptions
    @OptionGroup(title: "Writing") var writing: WritingOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let selection = StoreSelection(store, variants)
        let steps = try sources.flatMap { source in
            try selection.steps(
                from: CommandContext.current.url(source), shown: source, to: store.rootDirectory,
                personaIDs: personas.personaIds)
        }
        try TransferPlan(steps: steps).run("Merging", writing, output)
    }
}
