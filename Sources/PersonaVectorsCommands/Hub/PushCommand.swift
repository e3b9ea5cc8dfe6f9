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
    @OptionGroup(title: "Hub") var access: HubAccessOptions

    @Flag(name: .customLong("private"), help: "Make a new repository private.")
    var isPrivate = false

    @Flag(help: "Open a pull request instead of changing the branch.")
    var createPr = false

    @Option(help: ArgumentHelp("The first line of the commit's message.", valueName: "text"))
    var commitMessage = PushOptions().message

    @Option(
        help: ArgumentHelp("The size that shards stay under, such as 500MB.", valueName: "size"))
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
                "'--max-shard-size \(maxShardSize)' is no size: write a number with KB, MB or GB.")
        }
    }

    func run() async throws {
        let source = try store.existingStore()
        let asked = variants.named.isEmpty ? PromptVariant.defaults : variants.named
        var options = PushOptions()
        options.revision = access.chosenRevision
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
                client: try access.client())
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

    /// `500MB` in bytes; units are decimal, as in `datasets`.
    static func byteCount(_ text: String) -> Int? {
        guard let match = text.uppercased().wholeMatch(of: /(\d{1,12}) ?(KB|MB|GB|B)?/),
            let number = Int(match.output.1), number > 0
        else { return nil }
        switch match.output.2 {
        case "KB": return number * 1_000
        case "MB": return number * 1_000_000
        case "GB": return number * 1_000_000_000
        default: return number
        }
    }

    private static func result(_ report: PushReport) -> CommandResult {
        CommandResult(
            tables: [
                TextTable(
                    [.left("FILE"), .left("CHANGE"), .right("SIZE"), .right("PERSONAS")],
                    rows: report.files.map { file in
                        [
                            file.path, file.change.rawValue, ByteCount.text(file.byteCount),
                            file.rowCount.map(String.init) ?? "",
                        ]
                    })
            ],
            json: .object([
                "repository": .string(report.repository.description),
                "config": .string(report.configName),
                "variants": .strings(report.variants.map(\.rawValue)),
                "commit": .optional(report.commit?.hex),
                "pull_request": report.pullRequest.map { .integer($0) } ?? .null,
                "is_new_repository": .bool(report.isNewRepository),
                "stays_public": .bool(report.staysPublic),
                "uploaded_bytes": .integer(report.uploadedBytes),
                "files": .array(
                    report.files.map { file in
                        .object([
                            "path": .string(file.path), "change": .string(file.change.rawValue),
                            "bytes": .integer(file.byteCount),
                            "rows": file.rowCount.map { .integer($0) } ?? .null,
                        ])
                    }),
            ]),
            identifiers: report.files.filter { $0.change != .equal }.map(\.path))
    }

    /// What happened, in a sentence.
    static func summary(_ report: PushReport, isDryRun: Bool) -> String {
        let sent = report.files.filter { $0.change == .new || $0.change == .changed }
        let size = ByteCount.text(sent.reduce(0) { $0 + $1.byteCount })
        if isDryRun {
            let place =
                report.isNewRepository
                ? "\(report.repository), which would be made" : report.repository.description
            return report.hasChanges
                ? "Would send \(size) in \(sent.count) files to \(place), in one commit. Nothing was"
                    + " sent: this was a dry run."
                : "\(report.repository) has all of this already. Nothing was sent: this was a dry"
                    + " run."
        }
        guard report.hasChanges, let commit = report.commit else {
            return "\(report.repository) has all of this already; there is no new commit."
        }
        let request = report.pullRequest.map { " of pull request \($0)" } ?? ""
        return
            "Sent \(ByteCount.text(report.uploadedBytes)) of shards to \(report.repository), commit"
            + " \(commit.hex.prefix(7))\(request)."
    }
}
