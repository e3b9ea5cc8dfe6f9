import HuggingFaceHub
import Parquet
import PersonaVectors

/// What has to change in a repository at one commit so that it holds some splits.
struct PushPlan: Sendable {
    let files: [PushedFile]
    let operations: [CommitOperation]

    /// The plan against a commit; nil stands for a repository that is not there.
    init(
        _ splits: [BuiltSplit], configName: String, client: HubClient,
        snapshot: RepositorySnapshot?
    ) async throws {
        var files: [PushedFile] = []
        var operations: [CommitOperation] = []
        let new = Set(splits.flatMap(\.shards).map(\.path))
        for shard in splits.flatMap(\.shards) {
            let old = snapshot?[shard.path]
            let isEqual = old?.sha256 == shard.sha256
            files.append(
                PushedFile(
                    path: shard.path, change: isEqual ? .equal : old == nil ? .new : .changed,
                    byteCount: shard.byteCount, rowCount: shard.rowCount))
            if !isEqual { operations.append(.add(path: shard.path, content: shard.content)) }
        }
        for entry in snapshot?.files ?? []
        where !new.contains(entry.path) && splits.contains(where: { $0.draft.owns(entry.path) }) {
            files.append(
                PushedFile(
                    path: entry.path, change: .removed, byteCount: entry.size, rowCount: nil))
            operations.append(.deleteFile(path: entry.path))
        }
        let text = try await Self.card(client, snapshot)
        let merge = try await CardMerge(
            splits.map(\.draft), configName: configName, client: client, snapshot: snapshot,
            text: text)
        let card = try merge.merged(splits)
        let change: PushedFile.Change = text == nil ? .new : text == card ? .equal : .changed
        files.append(
            PushedFile(path: "README.md", change: change, byteCount: card.count, rowCount: nil))
        if change != .equal {
            operations.append(.add(path: "README.md", content: .bytes(card)))
        }
        self.files = files.sorted { $0.path < $1.path }
        self.operations = operations
    }

    /// Fails where the plan will, but before any shard is written or sent.
    ///
    /// - Throws: ``/PersonaVectors/ArtifactError`` for a card that cannot be merged with or a config of another
    ///   shape; ``/HuggingFaceHub/HubError``.
    static func check(
        _ drafts: [SplitDraft], configName: String, client: HubClient,
        snapshot: RepositorySnapshot?
    ) async throws {
        let merge = try await CardMerge(
            drafts, configName: configName, client: client, snapshot: snapshot,
            text: card(client, snapshot))
        _ = try merge.merged()
    }

    /// The new card, if it is to be written.
    var card: String? {
        for case .add("README.md", .bytes(let bytes)) in operations {
            return String(decoding: bytes, as: UTF8.self)
        }
        return nil
    }

    /// The card to merge with; nil when there is none.
    ///
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `conflict` when another file has the last word.
    private static func card(
        _ client: HubClient, _ snapshot: RepositorySnapshot?
    ) async throws -> [UInt8]? {
        guard let snapshot else { return nil }
        if let override = try await VectorDataset.contents(
            of: ".huggingface.yaml", client, snapshot)
        {
            let keys = try DatasetCard.keys(of: String(decoding: override, as: UTF8.self))
            if let key = ["configs", "dataset_info"].first(where: keys.contains) {
                throw ArtifactError.cardIsOverridden(snapshot.repository.description, key: key)
            }
        }
        return try await VectorDataset.contents(of: "README.md", client, snapshot)
    }
}
