import ArgumentParser
import PersonaVectors

/// Brings vectors from files, or from another store, into a store.
struct ImportCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring vectors from files, folders or another store into this store.",
        discussion: """
            A source is one of:
              a .safetensors, .npy or .npz file of arrays num_layers × hidden_size
              a .jsonl file, a line a persona, with id, name, sample_ids and file
              a folder of such files, described by personas.jsonl if it has one
              a folder that is a store, or one variant of it (it has a manifest.json)

            An id that is there with the same content is left alone; with other content nothing is \
            imported unless --replace is given. Files need --model and --variant; a store brings its \
            own, and the options choose from it.

            Examples:
              persona-vectors import p-17.npy --model org/model --variant biography \\
                --name "Ada Lovelace" --sample-ids q1 q2
              persona-vectors import list.jsonl --model org/model --variant templated
              persona-vectors import ../other-project/artifacts/activations --dry-run
            """)

    @Argument(help: "Files and folders.", completion: .file())
    var sources: [String]

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions
    @OptionGroup(title: "Vectors") var vectors: ImportedVectorOptions
    @OptionGroup(title: "Writing") var writing: WritingOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if sources.isEmpty { throw ValidationError("Name at least one file or folder to import.") }
        if vectors.describesOnePersona, sources.count > 1 {
            throw ValidationError(
                "'--persona-id', '--name' and '--sample-ids' describe the vector of one file, but"
                    + " \(sources.count) sources are named.")
        }
    }

    func run() async throws {
        let plan = try ProgressReporter.track("Reading", output: output) { progress in
            try ImportPlanner(
                store: store, variants: variants.named, options: vectors, progress: progress
            ).plan(sources)
        }
        try plan.run("Importing", writing, output)
    }
}

/// What the vectors of imported files are.
struct ImportedVectorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The persona's id (default: the file's name).", valueName: "id"))
    var personaId: String?

    @Option(help: ArgumentHelp("The persona's name (default: the id).", valueName: "name"))
    var name: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The samples that the vector is the mean of.", valueName: "id"))
    var sampleIds: [String] = []

    @Option(
        help: ArgumentHelp(
            "The tensor of a safetensors file, or array of an .npz.", valueName: "name"))
    var tensor: String?

    @Flag(
        help: """
            The first row is the embeddings' (as in hidden_states of transformers): leave it out.
            """)
    var dropEmbeddingRow = false

    /// Whether an option is given that only one vector can have.
    var describesOnePersona: Bool { personaId != nil || name != nil || !sampleIds.isEmpty }
}
