import Foundation
import Testing

/// Files that other programs made, and texts that this one printed.
enum Fixtures {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    static func url(_ path: String) -> URL {
        folder.appending(path: path)
    }

    static func path(_ path: String) -> String {
        url(path).path
    }

    /// Compares a text with the one kept in `commands/<name>`; records it when told to.
    static func expectSnapshot(
        _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = url("commands/\(name)")
        if ProcessInfo.processInfo.environment["PERSONA_VECTORS_RECORD"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(text == kept, "\(name)", sourceLocation: sourceLocation)
    }
}

/// A fresh folder that goes when the value goes.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "persona-vectors-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Every file below the folder with its bytes, for a comparison of before and after.
    func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: url.path) {
            contents[name] =
                FileManager.default.contents(atPath: url.appending(path: name).path) ?? Data()
        }
        return contents
    }
}
