import ArgumentParser
import HuggingFaceHub
import Parquet
import PersonaVectors
import PersonaVectorsHub

/// Publishes vectors of the local store in a dataset repository.
struct PushCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Publish vectors of the local store in a dataset repository of the Hub.",
        discussion: """
            The variants are templated and biography unless others are named; those that have no \
            vectors are left out. One commit holds the shards and the merged card; what the \
            repository has already is not sent, and what an earlier push of the same variants left \
            is removed. The repository is made when it is not there. The token is taken from \
            HF_TOKEN or the login of huggingface_hub.

            Examples:
              persona-vectors push --model google/gemma-2-9b-it --repo lab/persona-vectors --dry-run
              persona-vectors push --model google/gemma-2-9b-it --repo lab/persona-vectors --private
            """)

    /// How the values are stored.
    enum Compression: String, ExpressibleByArgument, CaseIterable {
        case none
        case zstd
    }

    @Option(help: ArgumentHelp("The dataset repository.", valueName: "namespace/name"))
    var repo: String

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions
    @OptionGroup(title: "Hub") var branch: HubBranchOptions

    @Flag(name: .customLong("private"), help: "Make a new repository private.")
    var isPrivate = false

    @Flag(help: "Open a pull request instead of changing the branch.")
    var createPr = false

    @Option(help: ArgumentHelp("The first line of the commit's message.", valueName: "text"))
    var commitMessage = PushOptions().message

    @Option(
        help: ArgumentHelp("About how large shards are, such as 500MB or 1GiB.", valueName: "size"))
    var maxShardSize = "500MB"

    @Option(help: "How values are stored: plain, or smaller and slower to read in part.")
    var compression = Compression.none

    @Flag(name: .customLong("no-verify"), help: "Push without checking digests and values.")
    var skipsVerification = false

    @Flag(help: "Show what would change and send nothing.")
    var dryRun = false

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if Self.byteCount(maxShardSize) == nil {
            throw ValidationError(
                "'--max-shard-size \(maxShardSize)' is no size: write a whole number with KB, MB, GB,"
                    + " KiB, MiB or GiB, such as 1500MB.")
        }
        if commitMessage.allSatisfy(\.isWhitespace) {
            throw ValidationError(
                "'--commit-message' is empty: a commit needs a message. Write one, or leave the"
                    + " option out.")
        }
    }

    func run() async throws {
        let source = try store.existingStore()
        let asked = variants.named.isEmpty ? PromptVariant.defaults : variants.named
        var options = PushOptions()
        options.revision = branch.chosenRevision
        options.isPrivate = isPrivate ? true : nil
        options.opensPullRequest = createPr
        options.message = commitMessage
        options.maxShardSize = Self.byteCount(maxShardSize) ?? options.maxShardSize
        options.compression = compression == .zstd ? .zstd : .none
        options.verifies = !skipsVerification
        options.isDryRun = dryRun
        let report = try await ProgressReporter.track("Checking", output: output) { progress in
            options.progress = { Self.show($0, on: progress) }
            return try await pushToHub(
                repo, modelName: source.modelName, maskStrategy: source.maskStrategy,
                rootDirectory: store.rootDirectory, variants: asked, options: options,
                client: try branch.address.client())
        }
        output.render(Self.result(report))
        for note in notes(report, asked: asked, of: source) { output.note(note) }
        output.note(Self.summary(report, isDryRun: dryRun))
    }

    /// What may not be as the caller thinks.
    private func notes(
        _ report: PushReport, asked: [PromptVariant], of source: PersonaVectorStore
    ) -> [String] {
        let list = { (variants: [PromptVariant]) in
            variants.map { "'\($0.rawValue.printable)'" }.joined(separator: ", ")
        }
        let missing = variants.named.filter { !report.variants.contains($0) }
        let others = variants.named.isEmpty ? source.variants.filter { !asked.contains($0) } : []
        var notes: [String] = []
        if !missing.isEmpty {
            notes.append("Not pushed: \(list(missing)), of which \(source.place) has no vectors.")
        }
        if !others.isEmpty {
            notes.append(
                "Not pushed: \(list(others)), which \(source.place) has too. Name variants with"
                    + " --variants to push them.")
        }
        if report.staysPublic {
            notes.append(
                "\(report.repository) was there before and is public: --private concerns new"
                    + " repositories only.")
        }
        return notes
    }

    /// Shards are sent while the next one is written: what is sent shows once all are written, and
    /// before that in the bytes alone.
    private static func show(_ event: PushProgress, on progress: ProgressReporter) {
        switch event {
        case .writing(let variant, let done, let total):
            progress.show("Writing \(variant)", done: done, total: total)
        case .sending(let file) where progress.isPartDone:
            progress.begin("Sending \(file.path.split(separator: "/").last ?? "")")
        case .sending: break
        }
    }

    /// `500MB` in bytes: units are decimal but for those with an `i`, and numbers whole, as in
    /// `datasets`.
    static func byteCount(_ text: String) -> Int? {
        guard let match = text.uppercased().wholeMatch(of: /(\d{1,12}) ?([KMG]I?B|B)?/),
            let number = Int(match.output.1), number > 0
        else { return nil }
        let unit =
            switch match.output.2 {
            case "KB": 1_000
            case "MB": 1_000_000
            case "GB": 1_000_000_000
            case "KIB": 1 << 10
            case "MIB": 1 << 20
            case "GIB": 1 << 30
            default: 1
            }
        let (count, isTooLarge) = number.multipliedReportingOverflow(by: unit)
        return isTooLarge ? nil : count
    }
}
