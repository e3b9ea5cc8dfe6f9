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

    /// A folder that must be there; links are followed, as `snapshots/<commit>` may be one.
    ///
    /// ```text
    /// models--Qwen--Qwen2.5-0.5B-Instruct/snapshots/<40 hexadecimal digits>
    /// ```
    init(_ folder: URL) throws {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder
        else { throw CommandFailure.noModelFolder(folder.path) }
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
    static func noModelFolder(_ path: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            "There is no model folder \(path.printable). Name one with config.json, tokenizer.json"
                + " and safetensors weights; 'hf download <id>' of huggingface_hub brings one.")
    }
}
