import HuggingFaceHub
import Parquet
import PersonaVectors

/// The card of a repository once some splits of a config are pushed.
///
/// `dataset_info` is written for every split of the config, also those that an earlier program left
/// out of it: a card that lists two splits under `configs` and one under `dataset_info` cannot be
/// loaded by `datasets` at all.
struct CardMerge: Sendable {
    private let text: [UInt8]?
    private let configName: String
    private let shape: ParquetVectorShape
    private let pushed: [BuiltSplit]
    /// The config's splits after the push, in the order of the card, with their patterns.
    private let splits: [DatasetCard.Split]
    private let info: DatasetInfo

    init(
        _ pushed: [BuiltSplit], configName: String, client: HubClient,
        snapshot: RepositorySnapshot?, text: [UInt8]?
    ) async throws {
        guard let first = pushed.first else { preconditionFailure("a push has splits") }
        for split in pushed where split.shape != first.shape {
            throw ArtifactError.configHasOtherShape(
                configName, shape: split.shape, split: first.variant.rawValue, old: first.shape)
        }
        let block = text.flatMap { FrontMatter($0)?.block }
        let card = try block.map {
            try DatasetCard(yaml: String(decoding: $0, as: UTF8.self))
        }
        let config = card?.configs.first { $0.name == configName }
        let old = Self.oldFiles(config, snapshot)
        self.pushed = pushed
        self.text = text
        self.configName = configName
        shape = first.shape
        splits = Self.merged(old.map(\.split), pushed, configName)
        let known = card?.infos.first { $0.configName == configName }
        info = try await Self.info(
            splits, pushed, old, known, configName: configName, client: client,
            snapshot: snapshot)
    }

    /// The whole text of the new card.
    func merged() throws(ArtifactError) -> [UInt8] {
        guard let text else {
            let card = NewCard.text(configName: configName)
            return try splice(FrontMatter(Array(card.utf8)) ?? FrontMatter(block: [])).text
        }
        return try splice(FrontMatter(text) ?? FrontMatter(block: [], before: text)).text
    }

    private func splice(_ card: FrontMatter) throws(ArtifactError) -> FrontMatter {
        var card = card
        let entry = CardText.config(configName, splits)
        var list = try CardList("dataset_info", in: card.block, lineEnd: card.lineEnd)
        try list.put(CardText.info(info, shape), for: configName) { node in
            DatasetInfo(node) == info
        }
        card.block = list.block
        list = try CardList("configs", in: card.block, lineEnd: card.lineEnd)
        try list.putConfig(entry, for: configName, splits: splits)
        card.block = list.block
        return card
    }

    // MARK: What the config has

    private typealias Files = (split: DatasetCard.Split, entries: [RepositoryEntry])

    private static func oldFiles(
        _ config: DatasetCard.Config?, _ snapshot: RepositorySnapshot?
    ) -> [Files] {
        guard let config, let snapshot else { return [] }
        return SplitFiles(config, in: snapshot).files
    }

    /// Old splits in place, new ones after them; a pattern that means the new shards stays.
    private static func merged(
        _ old: [DatasetCard.Split], _ pushed: [BuiltSplit], _ configName: String
    ) -> [DatasetCard.Split] {
        var splits = old
        for new in pushed {
            let name = new.variant.rawValue
            let usual = DatasetCard.Split(name: name, patterns: ["\(configName)/\(name)-*"])
            guard let index = splits.firstIndex(where: { $0.name == name }) else {
                splits.append(usual)
                continue
            }
            let patterns = splits[index].patterns.map { GlobPattern($0) }
            let isEnough = new.shards.allSatisfy { shard in
                patterns.contains { $0.matches(shard.path) }
            }
            if !isEnough { splits[index] = usual }
        }
        return splits
    }

    private static func info(
        _ splits: [DatasetCard.Split], _ pushed: [BuiltSplit], _ old: [Files],
        _ known: DatasetInfo?, configName: String, client: HubClient,
        snapshot: RepositorySnapshot?
    ) async throws -> DatasetInfo {
        var info = DatasetInfo(configName: configName, splits: [], downloadSize: 0)
        for split in splits {
            if let new = pushed.first(where: { $0.variant.rawValue == split.name }) {
                info.splits.append(new.info)
                info.downloadSize += new.byteCount
                continue
            }
            let entries = old.first { $0.split.name == split.name }?.entries ?? []
            info.downloadSize += entries.reduce(0) { $0 + $1.size }
            guard let snapshot, !entries.isEmpty else {
                info.splits.append(
                    DatasetInfo.Split(name: split.name, byteCount: 0, rowCount: 0))
                continue
            }
            let reading = try await Split(entries, of: snapshot, client: client)
            if let shape = try await reading.vectorShape(), let new = pushed.first,
                shape != new.shape
            {
                throw ArtifactError.configHasOtherShape(
                    configName, shape: new.shape, split: split.name, old: shape)
            }
            let recorded = known?.splits.first { $0.name == split.name }
            info.splits.append(
                recorded?.rowCount == reading.rowCount
                    ? recorded ?? reading.unrecorded(split.name)
                    : reading.unrecorded(split.name))
        }
        return info
    }
}

extension Split {
    /// What is known of a split that no `dataset_info` records; the text is not worth reading for
    /// a size that nobody checks.
    fileprivate func unrecorded(_ name: String) -> DatasetInfo.Split {
        let vectors = shards.reduce(0) { total, shard in
            total
                + shard.footer.rowGroups.reduce(0) { sum, group in
                    sum + group.chunks.reduce(0) { $0 + $1.byteRange.count }
                }
        }
        return DatasetInfo.Split(name: name, byteCount: vectors, rowCount: rowCount)
    }
}
