import Yams

/// What `dataset_info` records of one config: enough to know how large its splits are.
struct DatasetInfo: Sendable, Equatable {
    struct Split: Sendable, Equatable {
        var name: String
        /// The size of the rows in Arrow's memory layout.
        var byteCount: Int
        var rowCount: Int
    }

    var configName: String
    var splits: [Split]
    var downloadSize: Int
}

extension DatasetInfo {
    /// An entry of a card; nil when it is no mapping or records no splits.
    init?(_ node: Node) {
        guard let mapping = node.mapping, let splits = mapping["splits"]?.sequence else {
            return nil
        }
        configName = mapping["config_name"]?.scalar?.string ?? "default"
        self.splits = splits.compactMap { split in
            split.mapping?["name"]?.scalar.map {
                Split(
                    name: $0.string, byteCount: split.mapping?["num_bytes"]?.int ?? 0,
                    rowCount: split.mapping?["num_examples"]?.int ?? 0)
            }
        }
        downloadSize = mapping["download_size"]?.int ?? 0
    }
}
