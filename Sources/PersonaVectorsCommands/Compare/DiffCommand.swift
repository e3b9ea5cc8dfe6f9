import ArgumentParser
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Compares two stores, or two personas of one.
struct DiffCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two stores or two personas; exit with 1 when they differ.",
        discussion: """
            With one folder the store is compared with the one in that folder. With two ids two \
            personas are compared layer by layer, in each variant that has both; with --variants A B \
            the first in A with the second in B. With --hub alone the local store is compared with \
            the repository; with --hub and two ids, two personas of the repository.

            Examples:
              persona-vectors diff /mnt/backup/activations
              persona-vectors diff --hub lab/persona-vectors --model org/model
              persona-vectors diff p-1 p-2 --variant biography
              persona-vectors diff p-1 p-1 --variants templated biography
              persona-vectors diff p-1 p-2 --hub lab/persona-vectors --model org/model
            """)

    @Argument(
        help: "The folder of another store, or the ids of two personas.", completion: .personaIDs)
    var items: [String] = []

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Hub") var hub: ComparedHubOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions

    @Option(
        help: ArgumentHelp(
            "Differences up to this are none, whatever the dtype (default: bytes must be equal).",
            valueName: "number"))
    var tolerance = 0.0

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        guard hub.hub == nil || items.count != 1 else {
            throw ValidationError(
                "With '--hub' name two personas of the repository, or nothing to compare the local"
                    + " store with it.")
        }
        guard hub.hub != nil || !items.isEmpty else {
            throw ValidationError("Name a folder, two personas, or a repository with '--hub'.")
        }
        guard items.count <= 2 else {
            throw ValidationError(
                "Name one folder or two personas to compare, not \(items.count) things.")
        }
        guard tolerance >= 0, tolerance.isFinite else {
            throw ValidationError("'--tolerance' must be a number of at least 0.")
        }
        if items.count == 2, variants.named.count > 2 {
            throw ValidationError("Two personas can be compared in at most two variants.")
        }
    }

    func run() async throws {
        let isEqual =
            switch items.count {
            case 2: try await comparePersonas()
            case 1: try compareStores(items[0])
            default: try await compareWithHub()
            }
        if !isEqual { throw ExitCode.failure }
    }

    private func compareWithHub() async throws -> Bool {
        // What is asked for has been checked: without a folder or ids there is a repository.
        guard let copy = try await hub.copy(store, variants) else { return true }
        // The copy's folder goes with it.
        defer { withExtendedLifetime(copy) {} }
        // Told apart from a folder of several models, so only the copied one is compared.
        let selection = StoreSelection(
            model: copy.store.modelName, mask: copy.store.maskStrategy, variants: variants.named)
        return try compareStores(with: copy.store.rootDirectory, selection)
    }

    private func compareStores(_ other: String) throws -> Bool {
        let url = CommandContext.current.url(other)
        var isFolder = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder
        else { throw CommandFailure.noStoreToCompare(other) }
        return try compareStores(with: url, StoreSelection(store, variants))
    }

    private func compareStores(with url: URL, _ selection: StoreSelection) throws -> Bool {
        let pairs = try selection.pairs(store.rootDirectory, url)
        let comparison = try ProgressReporter.track("Comparing", output: output) { progress in
            progress.begin("Comparing variants", total: pairs.count)
            return StoreDiff(
                variants: try pairs.map { pair in
                    defer { progress.advance() }
                    return (
                        pair.left,
                        try pair.left.compare(
                            pair.variant, with: pair.right, tolerance: tolerance)
                    )
                })
        }
        output.render(comparison.result)
        return comparison.isEqual
    }

    private func comparePersonas() async throws -> Bool {
        let copy = try await hub.copy(store, variants, comparing: (items[0], items[1]))
        defer { withExtendedLifetime(copy) {} }
        let source = try copy?.store ?? store.existingStore()
        let comparisons = try variantPairs(of: source).map { left, right in
            PersonaDiff(
                names: ("\(items[0]), \(left)", "\(items[1]), \(right)"),
                comparison: try source.load(left, personaID: items[0])
                    .compared(to: source.load(right, personaID: items[1])))
        }
        output.render(
            CommandResult(
                tables: comparisons.flatMap(\.tables), json: .array(comparisons.map(\.json)),
                identifiers: items))
        return comparisons.allSatisfy { diff in
            tolerance > 0 ? diff.comparison.agrees(within: tolerance) : diff.comparison.isIdentical
        }
    }

    private func variantPairs(
        of source: PersonaVectorStore
    ) throws -> [(PromptVariant, PromptVariant)] {
        let chosen = try source.resolve(variants)
        if variants.named.count == 2 {
            try source.requirePersonas([items[0]], in: chosen[0])
            try source.requirePersonas([items[1]], in: chosen[1])
            return [(chosen[0], chosen[1])]
        }
        let holding = try chosen.filter { variant in
            let ids = try source.listPersonas(variants: [variant], includingBaseline: true)
            let known = Set(ids.map { ExactString($0) })
            return items.allSatisfy { known.contains(ExactString($0)) }
        }
        if holding.isEmpty, let first = chosen.first {
            try source.requirePersonas(items, in: first)
        }
        return holding.map { ($0, $0) }
    }
}
