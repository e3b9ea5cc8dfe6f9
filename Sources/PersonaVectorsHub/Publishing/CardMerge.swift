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
    private let drafts: [SplitDraft]
    /// The config's splits after the push, in the order of the card, with their patterns.
    private let splits: [DatasetCard.Split]
    /// The splits that the push leaves alone.
    private let kept: [String: KeptSplit]

    /// Reads what the repository has of the config.
    ///
    /// - Parameters:
    ///   - drafts: the splits to be pushed.
    ///   - configName: their config.
    ///   - client: the client.
    ///   - snapshot: the repository's listing; nil when it is not there.
    ///   - text: its card; nil when it has none.
    /// - Throws: ``/PersonaVectors/ArtifactError`` for a card that cannot be used and for vectors of another shape;
    ///   ``/HuggingFaceHub/HubError``.
    init(
        _ drafts: [SplitDraft], configName: String, client: HubClient,
        snapshot: RepositorySnapshot?, text: [UInt8]?
    ) async throws {
        guard let first = drafts.first else { preconditionFailure("a push has splits") }
        for split in drafts where split.shape != first.shape {
            throw ArtifactError.configHasOtherShape(
                configName, shape: split.shape, split: first.variant.rawValue, old: first.shape)
        }
        let block = text.flatMap { FrontMatter($0)?.block }
        let card = try block.map {
            try DatasetCard(yaml: String(decoding: $0, as: UTF8.self))
        }
        let config = card?.configs.first { $0.name == configName }
        let old = Self.oldFiles(config, snapshot)
        self.drafts = drafts
        self.text = text
        self.configName = configName
        shape = first.shape
        splits = Self.merged(old.map(\.split), drafts, configName, snapshot)
        let reader = KeptSplit.Reader(
            client: client, snapshot: snapshot, configName: configName, shape: first.shape,
            known: card?.infos.first { $0.configName == configName },
            countsSamples: text.map { CardTable.isIn($0) } ?? true)
        var kept: [String: KeptSplit] = [:]
        for (split, entries) in old
        where !drafts.contains(where: { $0.variant.rawValue == split.name }) {
            kept[split.name] = try await reader.read(split.name, entries)
        }
        self.kept = kept
    }

    /// The whole text of the new card.
    ///
    /// - Parameter built: the splits with their shards; before those are written, none.
    /// - Returns: the text.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `invalidManifest` for a card that cannot be merged with.
    func merged(_ built: [BuiltSplit] = []) throws(ArtifactError) -> [UInt8] {
        let old = text ?? Array(NewCard.text(configName: configName).utf8)
        var card = FrontMatter(old) ?? FrontMatter(block: [], before: old)
        let info = info(built)
        var list = try CardList("dataset_info", in: card.block, lineEnd: card.lineEnd)
        try list.put(CardText.info(info, shape), for: configName) { node in
            DatasetInfo(node) == info
        }
        list = try CardList("configs", in: list.block, lineEnd: card.lineEnd)
        try list.putConfig(for: configName, splits: splits)
        card.block = list.block
        card.rest = CardTable.putting(row, in: card.rest, lineEnd: card.lineEnd)
        return card.text
    }

    /// What `dataset_info` says of the config.
    private func info(_ built: [BuiltSplit]) -> DatasetInfo {
        var info = DatasetInfo(configName: configName, splits: [], downloadSize: 0)
        var sizes: [Int] = []
        for split in splits {
            if let new = built.first(where: { $0.variant.rawValue == split.name }) {
                info.splits.append(new.info)
                sizes.append(new.byteCount)
            } else if let old = kept[split.name] {
                info.splits.append(old.info)
                sizes.append(old.downloadSize)
            }
        }
        info.downloadSize = sizes.boundedSum
        return info
    }

    /// What the card's table says of the config.
    private var row: CardTable.Row {
        let counts = splits.compactMap { split in
            let samples =
                drafts.first { $0.variant.rawValue == split.name }?.sampleCounts
                ?? kept[split.name]?.sampleCounts
            return samples.map { (split.name, $0) }
        }
        return CardTable.Row(
            modelName: drafts.first?.modelName ?? configName, configName: configName,
            splits: counts, questionSets: Set(drafts.flatMap(\.questionSets)),
            filters: Set(drafts.flatMap(\.filters)))
    }

    // MARK: What the config has

    private typealias Files = (split: DatasetCard.Split, entries: [RepositoryEntry])

    private static func oldFiles(
        _ config: DatasetCard.Config?, _ snapshot: RepositorySnapshot?
    ) -> [Files] {
        guard let config, let snapshot else { return [] }
        return SplitFiles(config, in: snapshot).files
    }

    /// Old splits in place, new ones after them; a pattern that means the new shards, and nothing
    /// that stays beside them, is kept.
    private static func merged(
        _ old: [DatasetCard.Split], _ drafts: [SplitDraft], _ configName: String,
        _ snapshot: RepositorySnapshot?
    ) -> [DatasetCard.Split] {
        var splits = old
        for new in drafts {
            let name = new.variant.rawValue
            let usual = DatasetCard.Split(name: name, patterns: ["\(configName)/\(name)-*"])
            guard let index = splits.firstIndex(where: { $0.name == name }) else {
                splits.append(usual)
                continue
            }
            let globs = splits[index].globs
            let isMeant = { (path: String) in globs.contains { $0.matches(path) } }
            let shards = Set(new.parts.map(\.path))
            // Rows of an earlier time would be read beside the new ones.
            let hasOthers = (snapshot?.files ?? []).contains { entry in
                !shards.contains(entry.path) && !new.owns(entry.path) && isMeant(entry.path)
            }
            if hasOthers || !shards.allSatisfy(isMeant) { splits[index] = usual }
        }
        return splits
    }
}
