import ArgumentParser
import PersonaAnalysis
import PersonaReports
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A figure as the command line names it, or several with commas between them.
struct FigureArgument: ExpressibleByArgument {
    let kinds: [FigureKind]

    init(_ kind: FigureKind) {
        kinds = [kind]
    }

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        kinds = names.compactMap { FigureKind(rawValue: String($0)) }
        if kinds.count < names.count { return nil }
    }

    var defaultValueDescription: String { kinds.map(\.rawValue).joined(separator: ",") }

    static var allValueStrings: [String] { FigureKind.allCases.map(\.rawValue) }
}

/// Draws a store's vectors.
struct AnalyzeCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Draw the vectors of a variant: one page a figure, with its numbers beside it.",
        discussion: """
            Pages open in any browser, without a network. Beside each lies a .json file with the \
            numbers that it shows.

            Examples:
              persona-vectors analyze --model google/gemma-2-9b-it
              persona-vectors analyze --variant templated --kinds pca umap --personas personas.jsonl
              persona-vectors analyze --hub lab/persona-vectors --layers 0 20 41 --shared-js --png
            """)

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Hub") var hub: HubSourceOptions

    @Option(help: ArgumentHelp("The variant to draw.", valueName: "name"), completion: .variants)
    var variant = "biography"

    @Option(
        name: .customLong("persona-id"), parsing: .upToNextOption,
        help: ArgumentHelp("The personas (default: all).", valueName: "id"),
        completion: .personaIDs)
    var personaIDs: [String] = []

    @Flag(help: "Draw the baseline persona too.")
    var includeBaseline = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The layers to draw (default: all).", valueName: "layer"))
    var layers: [Int] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The figures, with spaces or commas between them.", valueName: "kind"))
    var kinds: [FigureArgument] = FigureKind.defaults.map(FigureArgument.init)

    @Option(
        help: ArgumentHelp(
            "The personas' attributes, to colour by: a JSON-lines file, its folder, or a repository.",
            valueName: "source"),
        completion: .file())
    var personas: String?

    @Option(help: ArgumentHelp("Where the pages go.", valueName: "folder"), completion: .directory)
    var out = "artifacts/plots"

    @OptionGroup(title: "Pages") var pages: PageOptionGroup
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        try refuseRepetition(of: "persona", in: personaIDs)
        try refuseRepetition(of: "layer", in: layers.map(String.init))
        try refuseRepetition(of: "figure", in: kinds.flatMap(\.kinds).map(\.rawValue))
    }

    func run() async throws {
        let context = CommandContext.current
        var options = AnalysisReportOptions()
        options.variant = PromptVariant(rawValue: variant)
        options.pages = pages.options
        // What pages need is missed before anything is read or fetched.
        try options.pages.requireTools()
        try context.requireFolder(out, for: "--out")
        let source = try await hub.source(store, requiring: [options.variant])
        options.kinds = kinds.flatMap(\.kinds)
        options.personaIDs = personaIDs.isEmpty ? nil : personaIDs
        options.includingBaseline = includeBaseline
        options.layers = layers.isEmpty ? nil : layers
        if let personas {
            options.attributes = try await PersonaAttributes.read(
                personas, hub.access, output: output
            ).table
        }
        let quiet = output.quiet || !context.isTerminal
        let figures = try await runSavedActivationAnalysis(
            of: source.vectors, into: context.url(out), options: options,
            progress: { kind in if !quiet { context.tell("Drawing \(kind.rawValue)…") } })
        output.render(
            CommandResult(
                tables: [WrittenFigure.table(figures)], json: .array(figures.map(\.json)),
                identifiers: figures.map(\.page.path)))
        let notes = figures.flatMap(\.notes)
        for (place, note) in notes.enumerated() where !notes[..<place].contains(note) {
            output.note("Warning: \(note)")
        }
    }
}
