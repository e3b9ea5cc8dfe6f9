import Foundation
import Parquet
import PersonaVectors
import Safetensors

/// Writes pages, their numbers and their pictures into one folder.
struct ReportWriter {
    private let folder: URL
    private let stem: String
    private let script: FigurePage.Script
    private let isWritingPictures: Bool

    private static let sharedScriptName = "plotly.min.js"

    init(
        folder: URL, stem: String, script: PlotlyScript, options: PageOptions
    ) throws {
        self.folder = folder
        self.stem = stem
        isWritingPictures = options.writingPictures
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ReportError.notWritten(folder.path, error)
        }
        self.script = options.sharingScript ? .shared(Self.sharedScriptName) : .inlined(script)
        if options.sharingScript {
            try Self.write(script.text, to: folder.appending(path: Self.sharedScriptName))
        }
    }

    func write(_ figure: Figure, name: String) throws -> WrittenFigure {
        let base = folder.appending(path: "\(stem)_\(figure.fileStem)").path
        let page = URL(filePath: base + ".html")
        let data = URL(filePath: base + ".json")
        try Self.write(FigurePage(figure: figure, script: script).html, to: page)
        var numbers = figure.data
        numbers["title"] = .string(figure.title)
        numbers["subtitle"] = .string(figure.subtitle)
        try Self.write(JSONValue.object(numbers).singleLineText + "\n", to: data)
        let table = try Self.writeTable(of: figure, to: URL(filePath: base + ".parquet"))
        let picture = isWritingPictures ? URL(filePath: base + ".png") : nil
        if let picture { try PagePicture.write(page, to: picture) }
        return WrittenFigure(name: name, page: page, data: data, table: table, picture: picture)
    }

    /// Writes the figure's numbers as Parquet, where it has a table and the build has Arrow.
    private static func writeTable(of figure: Figure, to file: URL) throws -> URL? {
        guard let table = try figure.table() else { return nil }
        do throws(ParquetError) {
            try table.write(to: file.path)
        } catch {
            if error.code == .arrowUnavailable { return nil }
            throw ReportError.notWritten(file.path, error)
        }
        return file
    }

    private static func write(_ text: String, to file: URL) throws {
        do {
            try AtomicFile.write(Array(text.utf8), to: file.path, durability: .processCrash)
        } catch {
            throw ReportError.notWritten(file.path, error)
        }
    }
}
