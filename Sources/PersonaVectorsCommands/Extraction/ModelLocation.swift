import HuggingFaceHub
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

    /// The folder that a command names, or that of the repository's files in the cache.
    ///
    /// - Parameters:
    ///   - text: a folder, or a repository's name.
    ///   - needsWeights: whether a repository's weights are fetched, too.
    ///   - output: whether progress is shown.
    /// - Throws: `CommandFailure` when it is neither, `HubError`.
    init(of text: String, needsWeights: Bool, _ output: OutputOptions) async throws {
        let local = CommandContext.current.url(text)
        var isFolder = false
        if FileManager.default.fileExists(atPath: local.path, isDirectory: &isFolder), isFolder {
            self.init(local)
            return
        }
        guard let repository = HubFolder(text, kind: .model) else {
            throw CommandFailure.noModel(text)
        }
        self.init(
            try await ModelDownload(repository: repository, needsWeights: needsWeights)
                .folder(output))
    }

    /// A folder; one of the Hugging Face cache says which model it holds.
    ///
    /// ```text
    /// models--Qwen--Qwen2.5-0.5B-Instruct/snapshots/<40 hexadecimal digits>
    /// ```
    init(_ folder: URL) {
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
            "There is no model folder '\(text.printable)', nor can a model repository of the Hub be"
                + " called so. Name a folder with config.json, tokenizer.json and safetensors"
                + " weights, or a repository as 'namespace/name'.")
    }
}
