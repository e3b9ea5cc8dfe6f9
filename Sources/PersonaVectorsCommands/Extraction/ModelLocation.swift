import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A model's folder, and what its path says of it.
struct ModelLocation {
    let folder: URL
    /// The id that vectors are kept under.
    let modelID: String
    /// The commit, in a folder of the Hugging Face cache.
    let commit: String?

    /// A folder; nil when there is none.
    ///
    /// ```text
    /// models--Qwen--Qwen2.5-0.5B-Instruct/snapshots/<40 hexadecimal digits>
    /// ```
    init?(_ folder: URL) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder
        else { return nil }
        self.folder = folder
        let parts = folder.standardizedFileURL.path.split(separator: "/").map(String.init)
        let name = parts.last ?? folder.path
        let cached = parts.count >= 3 ? parts[parts.count - 3].split(separator: "--") : []
        guard parts.count >= 3, parts[parts.count - 2] == "snapshots", cached.first == "models",
            cached.count > 1
        else {
            modelID = name
            commit = nil
            return
        }
        modelID = cached.dropFirst().joined(separator: "/")
        let isCommit = name.utf8.count == 40 && name.allSatisfy(\.isHexDigit)
        commit = isCommit ? name : nil
    }
}

extension CommandFailure {
    static func noModel(_ text: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            "'\(text.printable)' is neither a folder nor a model of the Hub such as"
                + " google/gemma-2-9b-it. Name one with '--model'.")
    }
}
