import Foundation
import Parquet
import PersonaAnalysis
import PersonaVectors
import Safetensors
import TensorMath

/// Writes pages, their numbers and their pictures into one folder.
struct ReportWriter {
    private let folder: URL
    private let stem: String
    private let script: FigurePage.Script
    private let browser: URL?

    private static let sharedScriptName = "plotly.min.js"

    init(
        folder: URL, stem: String, options: PageOptions, tools: PageOptions.Tools? = nil
    ) throws {
        let tools = try tools ?? options.tools()
        let script = tools.script
        self.folder = folder
        self.stem = stem
        browser = tools.browser
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ReportError.folderUnusable(
                folder.path, folder.obstacle ?? "it cannot be made. Name another folder.",
                error)
        }
        self.script = options.sharingScript ? .shared(Self.sharedScriptName) : .inlined(script)
        if options.sharingScript {
            try Self.write(to: folder.appending(path: Self.sharedScriptName)) {
                output throws(SafetensorsError) in try output.append(script.bytes)
            }
        }
    }

    func write(_ figure: Figure, name: String) throws -> WrittenFigure {
        let base = folder.appending(path: "\(stem)_\(figure.fileStem)").path
        let page = URL(filePath: base + ".html")
        let data = URL(filePath: base + ".json")
        let tableFile = URL(filePath: base + ".parquet")
        let table = try ConcurrentLoop.map(count: 3, threads: nil) { part -> URL? in
            switch part {
            case 0: return try Self.writeTable(of: figure, to: tableFile)
            case 1: try writeData(figure, to: data)
            default: try writePage(figure, to: page)
            }
            return nil
        }[0]
        if table == nil { try removeCompanion(tableFile) }
        let picture = URL(filePath: base + ".png")
        if let browser {
            try PagePicture.write(page, to: picture, browser: browser)
        } else {
            try removeCompanion(picture)
        }
        return WrittenFigure(
            name: name, page: page, data: data, table: table,
            picture: browser == nil ? nil : picture, notes: figure.notes)
    }

    private func writePage(_ figure: Figure, to file: URL) throws {
        let numbers = bytes(figure.pageData ?? figure.data, of: figure)
        try Self.write(to: file) { output throws(SafetensorsError) in
            try FigurePage(figure: figure, numbers: numbers, script: script).write(to: &output)
        }
    }

    private func writeData(_ figure: Figure, to file: URL) throws {
        let numbers = bytes(figure.data, of: figure)
        try Self.write(to: file) { output throws(SafetensorsError) in
            try output.append(numbers)
            try output.append([UInt8(ascii: "\n")])
        }
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

    /// Takes away what an earlier run wrote beside the page and this one did not: it is of other
    /// numbers.
    private func removeCompanion(_ file: URL) throws {
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        do {
            try FileManager.default.removeItem(at: file)
        } catch {
            throw ReportError.oldCompanion(file.path, error)
        }
    }

    private func bytes(_ data: JSONObject, of figure: Figure) -> [UInt8] {
        var numbers = data
        numbers["title"] = .string(figure.title)
        numbers["subtitle"] = .string(figure.subtitle)
        return JSONValue.object(numbers).singleLineBytes
    }

    private static func write(
        to file: URL, _ body: (inout FileOutput) throws(SafetensorsError) -> Void
    ) throws {
        do {
            try AtomicFile.write(to: file.path, durability: .processCrash, body)
        } catch {
            throw ReportError.notWritten(file.path, error)
        }
    }
}
