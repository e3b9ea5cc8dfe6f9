import Foundation

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

    /// Copies a fixture into the folder, so that a test may change it.
    func copy(_ fixture: String) throws -> URL {
        let target = url.appending(path: URL(filePath: fixture).lastPathComponent)
        try FileManager.default.copyItem(at: Fixtures.url(fixture), to: target)
        return target
    }

    /// Every file below the folder with its bytes, for a comparison of before and after.
    func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        let names = try FileManager.default.subpathsOfDirectory(atPath: url.path)
        for name in names {
            let file = url.appending(path: name)
            // Folders read as nothing; that they are there is compared too.
            contents[name] = FileManager.default.contents(atPath: file.path) ?? Data()
        }
        return contents
    }
}
