import HuggingFaceHub
import PersonaVectors

/// A dataset repository at one commit: its listing and what its card declares.
struct VectorDataset: Sendable {
    let client: HubClient
    let repository: RepositoryID
    let snapshot: RepositorySnapshot
    /// The configs in the order of the card; one called `default` when it declares none.
    let configs: [DatasetCard.Config]
    let declaresConfigs: Bool

    /// Resolves a revision and reads the card at its commit.
    ///
    /// One request for the commit, its listing and what the Hub repeats of the card; two more for
    /// a card of which it repeats no configs. Nothing of it is asked again for a commit that is
    /// cached; whether a branch is still at that commit is asked without a body.
    init(client: HubClient, repository: RepositoryID, revision: String) async throws {
        self.client = client
        self.repository = repository
        snapshot = try await Self.snapshot(of: repository, revision, client)
        let card = try await Self.card(client, snapshot)
        declaresConfigs = !card.configs.isEmpty
        configs =
            declaresConfigs
            ? card.configs
            : [DatasetCard.Config(name: "default", dataDirectory: nil, splits: nil)]
    }

    private static func snapshot(
        of repository: RepositoryID, _ revision: String, _ client: HubClient
    ) async throws -> RepositorySnapshot {
        // Where nothing is cached, the listing is needed in any case, and says all of it.
        guard CommitID(revision) == nil,
            client.cache.commit(of: revision, in: repository) != nil,
            // A repository without a card, or one that refuses, is the listing's to tell.
            let head = try? await client.fileMetadata(
                of: HubFile("README.md", in: repository, revision: revision))
        else { return try await client.availableSnapshot(of: repository, revision: revision) }
        return try await client.availableSnapshot(of: repository, revision: head.commit.hex)
    }

    /// `namespace/name@commit`, short.
    var place: String { "\(repository)@\(snapshot.commit.hex.prefix(7))" }

    /// The shards of a config's splits.
    ///
    /// - Parameter name: the config's name.
    /// - Returns: the splits of the config with their files.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `notFound`, listing the configs there are.
    func splits(ofConfig name: String) throws -> SplitFiles {
        guard let config = configs.first(where: { ExactString($0.name) == ExactString(name) })
        else {
            throw ArtifactError.unknownConfig(
                name, in: place, available: configs.map(\.name), declaresConfigs: declaresConfigs)
        }
        return SplitFiles(config, in: snapshot)
    }

    /// Refuses shards some of which are missing, where the listing is of what is cached.
    ///
    /// - Parameters:
    ///   - entries: the shards of a split. Those whose names do not count them cannot be checked.
    ///   - split: the split's name.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `notFound`.
    func checkAllAreCached(_ entries: [RepositoryEntry], split: String) throws {
        guard !snapshot.isComplete else { return }
        var counts: [String: (found: Int, total: Int)] = [:]
        for entry in entries {
            guard let match = entry.path.firstMatch(of: /-\d{5}-of-(\d{5})/),
                let total = Int(match.output.1)
            else { continue }
            let series = entry.path[..<match.range.lowerBound] + "-of-\(total)"
            counts[String(series), default: (0, total)].found += 1
        }
        for (found, total) in counts.values where found < total {
            throw ArtifactError.notAllCached(split, in: place, found: found, total: total)
        }
    }

    private static func card(
        _ client: HubClient, _ snapshot: RepositorySnapshot
    ) async throws -> DatasetCard {
        let override = try await contents(of: ".huggingface.yaml", client, snapshot)
            .map { String(decoding: $0, as: UTF8.self) }
        do {
            if let card = snapshot.cardData, card["configs"] != nil {
                return try DatasetCard(json: card, overriding: override)
            }
            let block = try await contents(of: "README.md", client, snapshot)
                .flatMap { FrontMatter($0)?.block }
            guard block != nil || override != nil else { return .empty }
            return try DatasetCard(
                yaml: String(decoding: block ?? [], as: UTF8.self), overriding: override)
        } catch let error as ArtifactError {
            throw ArtifactError.cardOf(snapshot.repository.description, error)
        }
    }

    /// The bytes of a small file; nil when the commit has none of that name.
    static func contents(
        of path: String, _ client: HubClient, _ snapshot: RepositorySnapshot
    ) async throws -> [UInt8]? {
        guard let entry = snapshot[path] else { return nil }
        let file = try HubFile(
            path, in: snapshot.repository, revision: snapshot.commit.hex)
        return try await client.readRanges(
            [0..<entry.size], of: file, metadata: entry.metadata(at: snapshot.commit)
        ).first ?? []
    }
}

extension RepositoryEntry {
    /// What identifies the entry's content at a commit.
    func metadata(at commit: CommitID) -> FileMetadata {
        FileMetadata(commit: commit, size: size, etag: etag)
    }
}
