import HuggingFaceHub

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Some files of a repository of the Hub, in the cache that is shared with `huggingface_hub`.
struct HubFolder {
    /// The personas that the original's vectors are of.
    static let originalPersonas = "implicit-personalization/synth-persona"

    let repository: RepositoryID
    let revision: String

    /// Reads `namespace/name`, with `@revision` if one is meant; nil for anything else.
    init?(_ text: String, kind: RepositoryID.Kind) {
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        guard let name = parts.first, let repository = try? RepositoryID(name, kind: kind) else {
            return nil
        }
        self.repository = repository
        revision = parts.count > 1 ? parts[1] : "main"
    }

    /// Fetches the files of the top folder that are chosen and missing.
    ///
    /// - Parameters:
    ///   - landmarks: names one of which is always there. Where there is no listing, as without a
    ///     network of what other programs downloaded, the files that the cache has beside it are
    ///     taken.
    ///   - output: whether progress is shown.
    ///   - choose: says which of the files listed are needed; what it throws ends the call.
    /// - Returns: the folder; nil when no file is chosen.
    /// - Throws: `HubError`, and what `choose` throws.
    func fetch(
        landmarks: [String], output: OutputOptions, _ choose: ([String]) throws -> [String]
    ) async throws -> URL? {
        let client = try HubAddressOptions.client()
        return try await ProgressReporter.track("Downloading", output: output) { reporter in
            let snapshot: RepositorySnapshot
            do {
                snapshot = try await client.snapshot(of: repository, revision: revision)
            } catch let error as HubError {
                guard let cached = await cachedFolder(landmarks, client) else { throw error }
                return cached
            }
            var folder: URL?
            let paths = try choose(snapshot.files.map(\.path))
            for (index, path) in paths.enumerated() {
                reporter.show("Downloading \(path)", done: index, total: paths.count)
                let file = try HubFile(path, in: repository, revision: snapshot.commit.hex)
                folder = try await client.download(file).deletingLastPathComponent()
            }
            return folder
        }
    }

    private func cachedFolder(_ landmarks: [String], _ client: HubClient) async -> URL? {
        for name in landmarks {
            // Absence is the answer: the listing's error says why it was looked for.
            guard let file = try? HubFile(name, in: repository, revision: revision),
                let cached = try? await client.download(file)
            else { continue }
            return cached.deletingLastPathComponent()
        }
        return nil
    }
}
