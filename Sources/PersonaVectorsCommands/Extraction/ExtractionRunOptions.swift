import ArgumentParser
import PersonaExtraction

/// One of several equal parts of the personas.
struct ShardArgument: ExpressibleByArgument {
    let shard: ExtractionShard

    init(_ shard: ExtractionShard) {
        self.shard = shard
    }

    init?(argument: String) {
        // The parser says what was written; what is needed stands in the help.
        guard let shard = try? ExtractionShard(parsing: argument) else { return nil }
        self.shard = shard
    }

    var defaultValueDescription: String { "\(shard.index)/\(shard.count)" }
}

/// Where vectors go, and what happens to those that are there or cannot be made.
struct ExtractionRunOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The store's folder (default: $ARTIFACTS_DIR/activations, else artifacts/activations).",
            valueName: "folder"),
        completion: .directory)
    var activationsDir: String?

    @Flag(help: "Compute what is stored already, too.")
    var force = false

    @Flag(help: "Leave personas out that fail, with a warning, instead of ending.")
    var skipFailed = false

    @Option(
        help: ArgumentHelp(
            "Which part of the personas this run does: the second of eight is 2/8.",
            valueName: "i/n"))
    var shard = ShardArgument(.whole)

    /// The store's folder.
    var folder: String { StoreOptions.folder(activationsDir) }
}
