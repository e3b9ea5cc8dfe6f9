import ArgumentParser
import PersonaAnalysis
import PersonaReports
import PersonaVectors

/// Trains probes for attributes of the personas.
struct ProbeCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Train probes that find attributes of the personas in their vectors.",
        discussion: """
            Every layer and kind of probe is fitted to four fifths of the personas and measured on \
            the rest. The best one of each attribute is fitted again to all and saved, in the files \
            of the Python original. The table is of the layers and kinds; '*' marks the best.

            The attributes are those of the data set that the original's vectors are made of, \
            unless --personas names another: a file, a folder, or a dataset repository of the Hub.

            Examples:
              persona-vectors probe --model google/gemma-2-9b-it
              persona-vectors probe --personas personas.jsonl --attributes sex age --all-layers
              persona-vectors probe --all-layers --report artifacts/plots
              persona-vectors probe --hub lab/persona-vectors --layers 20 --folds 5 --shuffles 10
            """)

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Hub") var hub: HubSourceOptions

    @Option(help: ArgumentHelp("The variant to probe.", valueName: "name"), completion: .variants)
    var variant = ProbeTrainingOptions().variant.rawValue

    @Option(
        help: ArgumentHelp(
            "The personas' attributes: a JSON-lines file, its folder, or a repository.",
            valueName: "source"),
        completion: .file())
    var personas = HubFolder.originalPersonas

    @OptionGroup(title: "Probes") var probes: ProbeOptionGroup

    @Option(help: ArgumentHelp("Where the probes go.", valueName: "folder"), completion: .directory)
    var out = "artifacts/probes"

    @Option(
        defaultAsFlag: "artifacts/plots",
        help: ArgumentHelp(
            "Also draw the scores over the layers, and of attributes and layers.",
            valueName: "folder"),
        completion: .directory)
    var report: String?

    @OptionGroup(title: "Pages") var pages: PageOptionGroup
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        // What pages need is missed before minutes of fitting, not after.
        if let report {
            try pages.options.requireTools()
            try CommandContext.current.requireFolder(report, for: "--report")
        }
        try CommandContext.current.requireFolder(out, for: "--out")
        var options = probes.options
        options.variant = PromptVariant(rawValue: variant)
        let source = try await hub.source(store, requiring: [options.variant])
        let attributes = try await PersonaAttributes.read(personas, hub.access, output: output)
        options.provenance = try Self.provenance(of: source, options.variant, attributes)
        let root = CommandContext.current.url(out)
        let trained = try await ProgressReporter.track("Reading", output: output) { progress in
            try await trainProbes(
                on: source.vectors, attributes: attributes.table, options: options, savingIn: root,
                progress: { step in
                    progress.show("Fitting layers", done: step.completed, total: step.total)
                })
        }
        // The table is of minutes of fitting, and must not be lost to a page that fails.
        let figures = Result { try draw(trained) }
        let listing = ProbeReportListing(
            report: trained, source: source, variant: options.variant,
            provenance: options.provenance, figures: (try? figures.get()) ?? [])
        output.render(listing.result)
        for note in listing.notes + probes.notes(on: trained) { output.note(note) }
        var failures = trained.failures.map(\.error)
        if case .failure(let error) = figures { failures.append(error) }
        guard failures.isEmpty else { throw CommandFailures(failures: failures) }
    }

    /// The pages, when they are asked for and there is something to draw.
    private func draw(_ trained: ProbeTrainingReport) throws -> [WrittenFigure] {
        guard let report, !trained.probes.isEmpty else { return [] }
        return try writeProbeReport(
            trained, into: CommandContext.current.url(report), options: pages.options)
    }

    private static func provenance(
        of source: VectorSource, _ variant: PromptVariant, _ attributes: PersonaAttributes
    ) throws -> ProbeProvenance {
        var provenance = ProbeProvenance()
        provenance.vectors = source.location
        provenance.vectorsRevision = try source.revision(of: variant)
        provenance.dataset = attributes.location
        provenance.datasetRevision = attributes.revision
        return provenance
    }
}

/// What to fit, and how to measure it.
struct ProbeOptionGroup: ParsableArguments {
    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("The attributes to find.", valueName: "name"))
    var attributes = ProbeTrainingOptions().attributes

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The layers to try (default: the first, the quarters and the last).",
            valueName: "layer"))
    var layers: [Int] = []

    @Flag(help: "Try all layers.")
    var allLayers = false

    @Option(
        help: ArgumentHelp(
            "Fit to so many principal components instead of all features.", valueName: "count"))
    var pcaComponents: Int?

    @Option(
        help: ArgumentHelp("Leave out classes with fewer personas.", valueName: "count"))
    var minClassCount = ProbeTrainingOptions().minimumClassCount

    @Option(
        help: ArgumentHelp(
            "Measure the best probe on so many random splits, for a mean and its interval.",
            valueName: "count"))
    var repeats: Int?

    @Option(
        help: ArgumentHelp(
            "Measure the best probe on so many folds, for a mean and its interval.",
            valueName: "count"))
    var folds: Int?

    @Option(
        help: ArgumentHelp(
            "Measure the best probe on so many shufflings of the labels, as a control.",
            valueName: "count"))
    var shuffles: Int?

    func validate() throws {
        if allLayers, !layers.isEmpty {
            throw ValidationError("'--layers' names layers and '--all-layers' all: choose one.")
        }
        for (name, value, least) in [
            ("pca-components", pcaComponents, 1), ("min-class-count", minClassCount, 1),
            ("repeats", repeats, 2), ("folds", folds, 2), ("shuffles", shuffles, 1),
        ] {
            guard let value, value < least else { continue }
            throw ValidationError("'--\(name) \(value)' is too few: at least \(least) is needed.")
        }
        try refuseRepetition(of: "attribute", in: attributes)
        try refuseRepetition(of: "layer", in: layers.map(String.init))
    }

    /// What was asked for and cannot be had of the probes that were trained.
    func notes(on trained: ProbeTrainingReport) -> [String] {
        let numeric = trained.probes.map(\.labels).filter { !$0.task.isClassification }
        guard shuffles != nil, !numeric.isEmpty else { return [] }
        return [
            "Warning: '--shuffles' is a control of classes; there is none of"
                + " \(CommandFailure.list(numeric.map(\.attribute))), which"
                + " \(numeric.count == 1 ? "is" : "are") numeric."
        ]
    }

    /// The options of the library, without variant and provenance.
    var options: ProbeTrainingOptions {
        var options = ProbeTrainingOptions()
        options.attributes = attributes
        options.layers = allLayers ? .all : layers.isEmpty ? .quarters : .only(layers)
        options.minimumClassCount = minClassCount
        options.probe.preprocessing = ProbePreprocessing(pcaComponentCount: pcaComponents)
        options.repeatCount = repeats ?? 1
        options.foldCount = folds
        options.shuffleCount = shuffles ?? 0
        return options
    }
}
