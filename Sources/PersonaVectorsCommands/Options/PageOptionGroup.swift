import ArgumentParser
import PersonaReports
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How pages of figures are written.
struct PageOptionGroup: ParsableArguments {
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

    /// The options of the library.
    var options: PageOptions {
        var options = PageOptions()
        options.plotlyScript = plotlyScript.map(CommandContext.current.url)
        options.workingFolder = CommandContext.current.url(".").standardizedFileURL
        options.browserPath = CommandContext.current.environment["PATH"]
        options.sharingScript = sharedScript
        options.writingPictures = png
        return options
    }
}

extension WrittenFigure {
    /// The figure for programs.
    var json: JSONValue {
        .object([
            "kind": .string(name), "page": .string(page.path), "data": .string(data.path),
            "table": .optional(table?.path), "picture": .optional(picture?.path),
            "notes": .strings(notes),
        ])
    }

    /// The pages for people.
    static func table(_ figures: [WrittenFigure]) -> TextTable {
        TextTable(
            [.left("FIGURE"), .left("PAGE")], rows: figures.map { [$0.name, $0.page.path] })
    }
}
