import ArgumentParser
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes the vectors of one variant to files that other programs read.
struct ExportCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write vectors to safetensors, NumPy or JSON files.",
        discussion: """
            safetensors and npy make a folder with a file a persona and personas.jsonl, a list that \
            'persona-vectors import' reads; npz makes one archive with the ids as names, jsonl one \
            file with a line a persona. Dtypes are kept where the kind of file can hold them, else \
            widened to float32: bfloat16 for NumPy, both half precisions in JSON.

            Examples:
              persona-vectors export vectors.npz --variant biography
              persona-vectors export out --as npy --variant biography --persona-ids p-1 p-2
              persona-vectors export vectors.jsonl --variant templated
            """)

    @Argument(help: "The file or folder to make.", completion: .file())
    var destination: String

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Hub") var hub: HubSourceOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions
    @OptionGroup(title: "Selection") var personas: PersonaOptions

    @Option(
        name: .customLong("as"),
        help: "The kind of file (default: by the destination's ending, else safetensors).")
    var kind: ExportKind?

    @Flag(help: "Overwrite files that are there.")
    var replace = false

    @OptionGroup(title: "Output") var output: OutputOptions

    private var chosenKind: ExportKind {
        kind ?? ExportKind(rawValue: ImportSource.fileExtension(of: destination)) ?? .safetensors
    }

    func run() async throws {
        let copy = try await hub.copy(
            store, variants,
            personaIDs: personas.personaIds.isEmpty ? nil : personas.personaIds)
        let source = try copy?.store ?? store.existingStore()
        let variant = try source.resolveOne(variants)
        let ids = try personas.chosen(of: source, variant)
        let exporter = VectorExporter(
            store: source, variant: variant, personaIDs: ids,
            destination: CommandContext.current.resolve(destination), shown: destination)
        let widened = try ProgressReporter.track("Exporting", output: output) { progress in
            try exporter.write(chosenKind, replacing: replace, progress: progress)
        }
        output.render(result(ids))
        if widened > 0 {
            output.note(
                "\(widened) vector(s) were widened to float32: \(chosenKind.rawValue) files cannot hold"
                    + " their dtype.")
        }
    }

    private func result(_ ids: [String]) -> CommandResult {
        CommandResult(
            tables: [
                TextTable(
                    [.left("DESTINATION"), .left("KIND"), .right("PERSONAS")],
                    rows: [[destination, chosenKind.rawValue, String(ids.count)]])
            ],
            json: .object([
                "destination": .string(destination), "kind": .string(chosenKind.rawValue),
                "persona_ids": .strings(ids),
            ]),
            identifiers: ids)
    }
}
