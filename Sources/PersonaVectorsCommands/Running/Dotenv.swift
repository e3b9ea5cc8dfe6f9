#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The settings of a `.env` file, read as the Python library python-dotenv reads them.
///
/// The grammar and the order in which `${NAME}` and `${NAME:-default}` are looked up are those of
/// python-dotenv 1.x with `override=False`; its README describes both. A line that it cannot read
/// is skipped, as there.
enum Dotenv {
    /// The variables with those of the nearest `.env` file added; those that are set already win.
    static func merge(
        into environment: [String: String], searchingFrom folder: String
    ) -> [String: String] {
        guard let file = find(from: folder),
            // Absence is the answer: a file that may not be read is none, as for the original.
            let bytes = try? Data(contentsOf: URL(filePath: file))
        else { return environment }
        let values = values(of: String(decoding: bytes, as: UTF8.self), environment: environment)
        return environment.merging(values) { own, _ in own }
    }

    /// The first `.env` file in a folder or one above it.
    static func find(from folder: String) -> String? {
        var folder = folder
        while true {
            let candidate = (folder == "/" ? "" : folder) + "/.env"
            var isFolder = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder
            {
                return candidate
            }
            guard folder != "/", let slash = folder.lastIndex(of: "/") else { return nil }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
    }

    /// The variables that a text sets, with references to others replaced.
    static func values(of text: String, environment: [String: String]) -> [String: String] {
        var values: [String: String] = [:]
        var parser = DotenvParser(text)
        while let binding = parser.next() {
            // A key without `=` takes back what an earlier line gave it.
            let expanded = binding.value.map { value in
                expand(value) { environment[$0] ?? values[$0] }
            }
            values[binding.key] = expanded
        }
        return values
    }

    /// Replaces `${NAME}` and `${NAME:-default}`.
    private static func expand(_ value: String, lookup: (String) -> String?) -> String {
        var result = ""
        var rest = value.unicodeScalars[...]
        while let dollar = rest.firstIndex(of: "$") {
            result.unicodeScalars += rest[..<dollar]
            rest = rest[dollar...]
            guard rest.dropFirst().first == "{", let end = rest.firstIndex(of: "}"),
                let found = reference(String(rest[rest.startIndex..<end].dropFirst(2)))
            else {
                result.unicodeScalars.append(rest.removeFirst())
                continue
            }
            result += lookup(found.name) ?? found.fallback ?? ""
            rest = rest[rest.index(after: end)...]
        }
        result.unicodeScalars += rest
        return result
    }

    /// What stands between the braces: a name, or a name, `:-` and a default.
    private static func reference(_ text: String) -> (name: String, fallback: String?)? {
        let scalars = text.unicodeScalars
        guard let colon = scalars.firstIndex(of: ":") else { return (text, nil) }
        let behind = scalars[scalars.index(after: colon)...]
        guard behind.first == "-" else { return nil }
        return (String(scalars[..<colon]), String(behind.dropFirst()))
    }
}
