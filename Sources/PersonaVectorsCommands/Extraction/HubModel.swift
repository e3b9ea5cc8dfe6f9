import HuggingFaceHub
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A model of the Hub, in the cache that is shared with `huggingface_hub`.
struct HubModel {
    let repository: RepositoryID
    let revision: String

    /// Reads `namespace/name`, with `@revision` if one is meant; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        guard let name = parts.first, let repository = try? RepositoryID(name, kind: .model) else {
            return nil
        }
        self.repository = repository
        revision = parts.count > 1 ? parts[1] : "main"
    }

    private static let smallFiles: Set<String> = [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json",
        "special_tokens_map.json", "chat_template.jinja", "chat_template.json",
        "model.safetensors.index.json",
    ]

    /// Whether a file is read here: not other formats of the same weights, nor pictures.
    static func isNeeded(_ path: String) -> Bool {
        smallFiles.contains(path)
            || !path.contains("/") && path.hasPrefix("model") && path.hasSuffix(".safetensors")
    }

    /// The folder of the files that are needed, which are fetched where they are missing.
    ///
    /// When there is no listing, as without a network of what other programs downloaded, the files
    /// that the cache has are taken.
    func folder(_ output: OutputOptions) async throws -> URL {
        let client = try HubAccessOptions.client()
        return try await ProgressReporter.track("Downloading", output: output) { reporter in
            let snapshot: RepositorySnapshot
            do {
                snapshot = try await client.snapshot(of: repository, revision: revision)
            } catch let error as HubError {
                let config = try HubFile("config.json", in: repository, revision: revision)
                guard let cached = try? await client.download(config) else { throw error }
                return cached.deletingLastPathComponent()
            }
            let files = snapshot.files.map(\.path).filter(Self.isNeeded)
            guard files.contains("config.json") else {
                throw CommandFailure.noModelOnHub(repository.description)
            }
            var folder: URL?
            for path in files {
                reporter.begin("Downloading \(path)")
                let file = try HubFile(path, in: repository, revision: snapshot.commit.hex)
                folder = try await client.download(file).deletingLastPathComponent()
            }
            guard let folder else { throw CommandFailure.noModelOnHub(repository.description) }
            return folder
        }
    }
}

extension CommandFailure {
    static func noModelOnHub(_ repository: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            "\(repository) has no config.json, so that it is no model of transformers. Name another"
                + " with '--model'.")
    }
}
