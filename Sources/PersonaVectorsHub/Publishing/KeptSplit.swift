import HuggingFaceHub
import Parquet
import PersonaVectors

/// What the card has to say of a split that a push leaves alone.
struct KeptSplit: Sendable {
    let info: DatasetInfo.Split
    let downloadSize: Int
    /// How many samples each persona is the mean of, without the baseline; nil when nobody asks.
    let sampleCounts: [Int]?

    /// Reads such splits.
    struct Reader: Sendable {
        let client: HubClient
        let snapshot: RepositorySnapshot?
        let configName: String
        /// The shape of what is pushed, which is that of the whole config.
        let shape: ParquetVectorShape
        /// What the card records of the config so far.
        let known: DatasetInfo?
        let countsSamples: Bool

        func read(_ name: String, _ entries: [RepositoryEntry]) async throws -> KeptSplit {
            guard let snapshot, !entries.isEmpty else {
                return KeptSplit(
                    info: DatasetInfo.Split(name: name, byteCount: 0, rowCount: 0),
                    downloadSize: 0, sampleCounts: nil)
            }
            let split = try await Split(entries, of: snapshot, client: client)
            if let other = try await split.vectorShape(), other != shape {
                throw ArtifactError.configHasOtherShape(
                    configName, shape: shape, split: name, old: other)
            }
            let recorded = known?.splits.first {
                $0.name == name && $0.rowCount == split.rowCount
            }
            return KeptSplit(
                info: recorded ?? split.unrecorded(name),
                downloadSize: entries.map(\.size).boundedSum,
                sampleCounts: countsSamples ? try await split.sampleCounts() : nil)
        }
    }
}

extension Split {
    /// What is known of a split that no `dataset_info` records; the text is not worth reading for
    /// a size that nobody checks.
    fileprivate func unrecorded(_ name: String) -> DatasetInfo.Split {
        let sizes = shards.flatMap { shard in
            shard.footer.rowGroups.flatMap { $0.chunks.map(\.byteRange.count) }
        }
        return DatasetInfo.Split(name: name, byteCount: sizes.boundedSum, rowCount: rowCount)
    }

    /// The number of samples of each persona but the baseline; 0 where none are recorded.
    fileprivate func sampleCounts() async throws -> [Int] {
        let samples = try await sampleIDs()
        return rows.filter { $0.key != ExactString(baselinePersonaID) }
            .map { samples[$0.value]?.count ?? 0 }
    }
}
