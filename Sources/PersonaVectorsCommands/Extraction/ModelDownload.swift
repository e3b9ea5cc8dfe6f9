import HuggingFaceHub
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Brings what runs a model from the Hub into the cache that Python's programs share.
struct ModelDownload {
    let repository: HubFolder
    /// Whether the weights are needed, or only what reads and writes text.
    let needsWeights: Bool

    /// What is read beside the weights.
    ///
    /// Repositories hold other formats of them as well, often larger.
    private static let companions: Set = [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json",
        "special_tokens_map.json", "added_tokens.json", "chat_template.jinja",
        "chat_template.json", "model.safetensors.index.json",
    ]

    /// The folder of the model's files; those that the cache has are not fetched again.
    func folder(_ output: OutputOptions) async throws -> URL {
        let folder = try await repository.fetch(landmarks: ["config.json"], output: output) {
            let files = $0.filter(isNeeded)
            guard !needsWeights || files.contains(where: { $0.hasSuffix(".safetensors") }) else {
                throw CommandFailure.noWeights(repository.repository)
            }
            return files
        }
        guard let folder else { throw CommandFailure.noWeights(repository.repository) }
        return folder
    }

    /// Whether a file is one of those that the engines read: `model.safetensors`, or its shards.
    private func isNeeded(_ path: String) -> Bool {
        Self.companions.contains(path)
            || (needsWeights && path.hasPrefix("model") && path.hasSuffix(".safetensors")
                && !path.contains("/"))
    }
}

extension CommandFailure {
    static func noWeights(_ repository: RepositoryID) -> CommandFailure {
        CommandFailure(
            .notFound,
            "The model repository \(repository) has no model.safetensors and no shards of one. Name"
                + " a model whose weights are published as safetensors.")
    }
}
