import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a path given to `import` is.
enum ImportSource {
    /// A folder of models, mask strategies and variants.
    case store(root: String)
    /// One variant's folder: it has a manifest.
    case variantFolder(String)
    /// Files of arrays, in the order of their names.
    case arrayFiles([String])
    /// A list of personas.
    case list(String)

    /// The list that describes the files of a folder, if it has one.
    static let listName = "personas.jsonl"

    /// The extensions of files of arrays.
    private static let extensions = ["safetensors", "npy", "npz"]

    /// Looks at a path; `shown` is how the user wrote it.
    init(_ path: String, shown: String) throws {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CommandFailure.noSuchSource(shown)
        }
        guard isFolder else {
            self = try Self.file(path, shown: shown)
            return
        }
        if FileManager.default.fileExists(atPath: path + "/manifest.json") {
            self = .variantFolder(path)
        } else if FileManager.default.fileExists(atPath: path + "/" + Self.listName) {
            self = .list(path + "/" + Self.listName)
        } else if try !discoverStores(in: URL(filePath: path)).isEmpty {
            self = .store(root: path)
        } else {
            let files = try Self.arrayFiles(in: path, shown: shown)
            guard !files.isEmpty else { throw CommandFailure.emptySource(shown) }
            self = .arrayFiles(files)
        }
    }

    private static func file(_ path: String, shown: String) throws -> ImportSource {
        switch fileExtension(of: path) {
        case "jsonl": return .list(path)
        case let other where extensions.contains(other): return .arrayFiles([path])
        default: throw CommandFailure.unknownSource(shown)
        }
    }

    private static func arrayFiles(in folder: String, shown: String) throws -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw CommandFailure.unreadable(shown, error)
        }
        return names.filter { extensions.contains(fileExtension(of: $0)) && !$0.hasPrefix(".") }
            .sortedByCodePoint().map { folder + "/" + $0 }
    }

    /// What follows the last dot of a file's name, in lower case.
    static func fileExtension(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }
}
