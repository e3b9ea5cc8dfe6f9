import HuggingFaceHub
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes the shards of a push one after the other, sends each as soon as it is written, and
/// removes it from the disk once the Hub has it: nothing of it is seen before the commit.
struct ShardSending: Sendable {
    /// How many shards are sent while the next one is written.
    private static let sentAtOnce = 2

    let client: HubClient
    let repository: RepositoryID
    let drafts: [SplitDraft]
    let builder: ShardBuilder
    let commit: CommitOptions

    private struct Sent: Sendable {
        let index: Int
        let shard: BuiltShard
        let byteCount: Int
    }

    /// Builds all splits; what the repository has at a commit, or in a dry run all, is not sent.
    ///
    /// - Parameter snapshot: the repository's listing.
    /// - Returns: the splits, and how many bytes were sent.
    /// - Throws: ``/PersonaVectors/ArtifactError``, ``ParquetError`` or ``/HuggingFaceHub/HubError``.
    func run(
        against snapshot: RepositorySnapshot?
    ) async throws -> (splits: [BuiltSplit], byteCount: Int) {
        var sent: [Sent] = []
        try await withThrowingTaskGroup(of: Sent.self) { group in
            var index = 0
            for draft in drafts {
                var done = 0
                for part in draft.parts {
                    if index >= Self.sentAtOnce, let next = try await group.next() {
                        sent.append(next)
                    }
                    try Task.checkCancellation()
                    let shard = try builder.write(part, of: draft) {
                        done += 1
                        builder.options.progress?(
                            .writing(draft.variant, personaCount: done, of: draft.personaCount))
                    }
                    group.addTask { [index] in try await send(shard, at: index, snapshot) }
                    index += 1
                }
            }
            for try await next in group { sent.append(next) }
        }
        var shards = sent.sorted { $0.index < $1.index }.map(\.shard)[...]
        let splits = drafts.map { draft in
            let own = shards.prefix(draft.parts.count)
            shards = shards.dropFirst(own.count)
            return BuiltSplit(draft: draft, shards: Array(own))
        }
        return (splits, sent.reduce(0) { $0 + $1.byteCount })
    }

    private func send(
        _ written: BuiltShard, at index: Int, _ snapshot: RepositorySnapshot?
    ) async throws -> Sent {
        guard case .file(let url) = written.content else {
            preconditionFailure("a shard that was written is a file")
        }
        var shard = written
        var byteCount = 0
        if builder.options.isDryRun || snapshot?[shard.path]?.sha256 == shard.sha256 {
            shard.content = .stored(sha256: shard.sha256, byteCount: shard.byteCount)
        } else {
            let stored = try await client.store(
                url, as: shard.path, in: repository, sha256: shard.sha256, options: commit)
            shard.content = stored.content
            byteCount = stored.uploadedBytes
        }
        // A Hub that wants the bytes in the commit itself is the only one that needs the file still.
        if case .stored = shard.content { try FileManager.default.removeItem(at: url) }
        return Sent(index: index, shard: shard, byteCount: byteCount)
    }
}
