import HuggingFaceHub

/// Which files of a repository belong to the splits of a config, by the rules of `datasets` 5.2.
struct SplitFiles: Sendable {
    /// The files of each split, sorted by path; a split without files has an empty list.
    ///
    /// The patterns start at the root of the repository, whatever folder the config has.
    let files: [(split: DatasetCard.Split, entries: [RepositoryEntry])]

    init(_ config: DatasetCard.Config, in snapshot: RepositorySnapshot) {
        let prefix = config.folder
        guard let splits = config.splits else {
            files = Self.byName(snapshot.files, under: prefix)
            return
        }
        files = splits.map { split in
            let rooted = DatasetCard.Split(
                name: split.name,
                patterns: split.patterns.map { prefix.isEmpty ? $0 : prefix + Self.bare($0) })
            let patterns = rooted.globs
            let entries = snapshot.files.filter { entry in
                patterns.contains { $0.matches(entry.path) }
            }
            return (rooted, entries)
        }
    }

    private static func bare(_ pattern: String) -> Substring {
        pattern.hasPrefix("./") ? pattern.dropFirst(2) : pattern[...]
    }

    /// The words that name a split in a path, for repositories whose card names no files.
    private static let keywords: [(split: String, words: Set<String>)] = [
        ("train", ["train", "training"]), ("validation", ["validation", "valid", "dev", "val"]),
        ("test", ["test", "testing", "eval", "evaluation"]),
    ]

    /// The splits that the names of files tell: `data/<split>-00000-of-00001.parquet`, else the
    /// words train, validation and test, else everything is `train`.
    private static func byName(
        _ entries: [RepositoryEntry], under prefix: String
    ) -> [(split: DatasetCard.Split, entries: [RepositoryEntry])] {
        let parquet = entries.filter {
            $0.path.hasPrefix(prefix) && GlobPattern(prefix + "**/*.parquet").matches($0.path)
        }
        let sharded = Dictionary(grouping: parquet) { entry in
            shardedSplit(String(entry.path.dropFirst(prefix.count)))
        }
        let named = sharded.compactMap { name, entries in name.map { ($0, entries) } }
        if !named.isEmpty { return named.sorted { $0.0 < $1.0 }.map(found) }
        let worded = keywords.compactMap { split, words in
            let entries = parquet.filter { entry in
                let path = entry.path.dropFirst(prefix.count)
                return path.split { "/-._ 0123456789".contains($0) }
                    .contains { words.contains($0.lowercased()) }
            }
            return entries.isEmpty ? nil : (split, entries)
        }
        if !worded.isEmpty { return worded.map(found) }
        return parquet.isEmpty ? [] : [found("train", parquet)]
    }

    private static func found(
        _ name: String, _ entries: [RepositoryEntry]
    ) -> (split: DatasetCard.Split, entries: [RepositoryEntry]) {
        (DatasetCard.Split(name: name, patterns: entries.map(\.path)), entries)
    }

    /// The split of `data/<split>-00000-of-00001….parquet`.
    private static func shardedSplit(_ path: String) -> String? {
        guard let match = path.wholeMatch(of: /data\/(\w+(?:\.\w+)*)-\d{5}-of-\d{5}.*\.parquet/)
        else { return nil }
        return String(match.output.1)
    }
}

extension DatasetCard.Split {
    /// What its patterns mean.
    var globs: [GlobPattern] {
        patterns.map { GlobPattern($0.hasPrefix("./") ? String($0.dropFirst(2)) : $0) }
    }
}
