import ArgumentParser
import PersonaVectors

/// Checks stores, and mends what can be mended.
struct VerifyCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check manifests and tensor files; exit with 1 when something is wrong.",
        discussion: """
            Every model and mask strategy is checked unless options narrow it. --repair rebuilds \
            manifests from tensor files that describe themselves, as those of this program do; the \
            old manifest is kept beside the new one.

            Examples:
              persona-vectors verify
              persona-vectors verify --model google/gemma-2-9b-it --repair
            """)

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions

    @Flag(help: "Rebuild manifests from the tensor files first.")
    var repair = false

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let stores = try chosenStores()
        let report = try ProgressReporter.track("Checking", output: output) { progress in
            progress.begin("Checking stores", total: stores.count)
            return try stores.map { location in
                defer { progress.advance() }
                return try StoreCheck(
                    location, in: store.rootDirectory, variants: variants.named,
                    repairing: repair)
            }
        }
        output.render(StoreCheckListing(checks: report).result)
        let problemCount = report.reduce(0) { $0 + $1.findings.count }
        output.note(StoreCheckListing(checks: report).summary)
        if problemCount > 0 { throw ExitCode.failure }
    }

    private func chosenStores() throws -> [StoreLocation] {
        let all = try discoverStores(in: store.rootDirectory)
        guard !all.isEmpty else { throw CommandFailure.noModels(in: store.folder) }
        var chosen = all
        if let model = store.model {
            let directory = modelDirectoryName(for: model)
            chosen = chosen.filter { modelDirectoryName(for: $0.modelName) == directory }
            if chosen.isEmpty {
                throw CommandFailure.unknownModel(
                    model, in: store.folder, models: all.map(\.modelName))
            }
        }
        if let mask = store.namedMaskStrategy {
            let masks = chosen.map(\.maskStrategy)
            chosen = chosen.filter { $0.maskStrategy == mask }
            if chosen.isEmpty {
                throw CommandFailure.unknownMaskStrategy(
                    mask, model: store.model ?? store.folder, masks: masks)
            }
        }
        let known = chosen.flatMap(\.variants)
        for variant in variants.named where !known.contains(variant) {
            throw CommandFailure.unknownVariant(
                variant, place: store.folder, variants: known)
        }
        return chosen
    }
}
