import ArgumentParser
import PersonaAnalysis
import PersonaReports
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A figure as the command line names it.
struct FigureArgument: ExpressibleByArgument {
    let kind: FigureKind

    init(_ kind: FigureKind) {
        self.kind = kind
    }

    init?(argument: String) {
        guard let kind = FigureKind(rawValue: argument) else { return nil }
        self.kind = kind
    }

    var defaultValueDescription: String { kind.rawValue }

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
              persona-vectors analyze --layers 0 20 41 --shared-js --png
            """)

    @OptionGroup(title: "Store") var store: StoreOptions

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
        parsing: .upToNextOption, help: ArgumentHelp("The figures.", valueName: "kind"))
    var kinds: [FigureArgument] = FigureKind.defaults.map(FigureArgument.init)

    @Option(
        help: ArgumentHelp(
            "The personas' attributes, to colour by: a JSON-lines file or its folder.",
            valueName: "file"),
        completion: .file())
    var personas: String?

    @Option(help: ArgumentHelp("Where the pages go.", valueName: "folder"), completion: .directory)
    var out = "artifacts/plots"

    @Flag(
        name: .customLong("shared-js"),
        help: "Write Plotly.js once beside the pages instead of into each.")
    var sharedScript = false

    @Option(
        name: .customLong("plotly-js"),
        help: ArgumentHelp(
            "The plotly.min.js to use (default: the one that 'make deps' brings).",
            valueName: "file"),
        completion: .file())
    var plotlyScript: String?

    @Flag(help: "Also write each page as a picture, with headless Chromium.")
    var png = false

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let context = CommandContext.current
        let source = try store.existingStore()
        var options = AnalysisReportOptions()
        options.variant = PromptVariant(rawValue: variant)
        try source.requireVariant(options.variant)
        options.kinds = kinds.map(\.kind)
        options.personaIDs = personaIDs.isEmpty ? nil : personaIDs
        options.includingBaseline = includeBaseline
        options.layers = layers.isEmpty ? nil : layers
        options.attributes = try personas.map {
            try loadAttributeTable(personas: context.url($0))
        }
        options.plotlyScript = plotlyScript.map(context.url)
        options.sharingScript = sharedScript
        options.writingPictures = png
        let quiet = output.quiet || !context.isTerminal
        let figures = try await runSavedActivationAnalysis(
            of: source, into: context.url(out), options: options,
            progress: { kind in if !quiet { context.complain("Drawing \(kind.rawValue)…\n") } })
        output.render(Self.result(figures))
    }

    private static func result(_ figures: [WrittenFigure]) -> CommandResult {
        CommandResult(
            tables: [
                TextTable(
                    [.left("FIGURE"), .left("PAGE")],
                    rows: figures.map { [$0.kind.rawValue, $0.page.path] })
            ],
            json: .array(
                figures.map {
                    .object([
                        "kind": .string($0.kind.rawValue), "page": .string($0.page.path),
                        "data": .string($0.data.path), "picture": .optional($0.picture?.path),
                    ])
                }),
            identifiers: figures.map(\.page.path))
    }
}
