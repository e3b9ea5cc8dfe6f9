public import Foundation
import Safetensors

/// The Plotly.js that pages draw with: one pinned version, checked by its digest.
public struct PlotlyScript: Sendable {
    /// The SHA-256 of `plotly.min.js` of plotly 6.3.0 (Plotly.js 3.1.0), which `make deps` brings.
    public static let digest =
        "122e3be346d66616944d0b83eaaf7242581508c3c1cfa0995a17af0d83eff770"

    /// The script's UTF-8 text.
    let bytes: [UInt8]

    /// The script of a file.
    ///
    /// - Parameters:
    ///   - file: a `plotly.min.js`; nil looks beside the running program, then for
    ///     `.deps/plotly/plotly.min.js` in the working folder and in those above the program.
    ///   - workingFolder: the working folder; nil means the process's.
    /// - Throws: ``ReportError`` with code `scriptMissing` when it is not there, cannot be read, or is
    ///   not the version that pages are tested with.
    public init(file: URL? = nil, workingFolder: URL? = nil) throws {
        let found = try Self.location(file: file, workingFolder: workingFolder)
        do {
            bytes = Array(try Data(contentsOf: found))
        } catch {
            throw ReportError.scriptUnreadable(found.path, error)
        }
        let digest = SHA256Digest(of: bytes).hex
        guard digest == Self.digest else {
            throw ReportError.scriptDiffers(found.path, found: digest, needed: Self.digest)
        }
    }

    /// Where the script lies; its bytes are not looked at.
    static func location(file: URL?, workingFolder: URL?) throws(ReportError) -> URL {
        let places = file.map { [$0] } ?? places(workingFolder: workingFolder)
        guard let found = places.first(where: { FileManager.default.fileExists(atPath: $0.path) })
        else { throw .scriptMissing(places.prefix(2).map(\.path)) }
        return found
    }

    /// Where the script is looked for.
    ///
    /// - Parameters:
    ///   - program: the running program; by default as the system knows it, because its first argument
    ///     is no path when the shell found it on the `PATH`.
    ///   - workingFolder: the working folder; nil means the process's.
    /// - Returns: files in the order of the search, whether there or not.
    static func places(
        program: URL? = Bundle.main.executableURL, workingFolder: URL?
    ) -> [URL] {
        let name = "plotly.min.js"
        let program = program ?? URL(filePath: CommandLine.arguments[0])
        let working = workingFolder ?? URL(filePath: FileManager.default.currentDirectoryPath)
        var folder = program.resolvingSymlinksInPath().deletingLastPathComponent()
        var places = [
            folder.appending(path: name), working.appending(path: ".deps/plotly/\(name)"),
        ]
        while folder.pathComponents.count > 1 {
            folder.deleteLastPathComponent()
            places.append(folder.appending(path: ".deps/plotly/\(name)"))
        }
        return places
    }
}
