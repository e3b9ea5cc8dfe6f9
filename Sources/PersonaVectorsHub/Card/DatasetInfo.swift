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
    ///
    /// A split with a size that nothing has is not recorded.
    init?(_ node: Node) {
        guard let mapping = node.mapping, let splits = mapping["splits"]?.sequence else {
            return nil
        }
        configName = mapping["config_name"]?.scalar?.string ?? "default"
        self.splits = splits.compactMap { split in
            guard let name = split.mapping?["name"]?.scalar?.string,
                let byteCount = Self.count(split.mapping?["num_bytes"]),
                let rowCount = Self.count(split.mapping?["num_examples"])
            else { return nil }
            return Split(name: name, byteCount: byteCount, rowCount: rowCount)
        }
        downloadSize = Self.count(mapping["download_size"]) ?? 0
    }

    /// A number of bytes or rows; nil for one that none can be.
    private static func count(_ node: Node?) -> Int? {
        guard let node else { return 0 }
        return node.int.flatMap { (0...1 << 50).contains($0) ? $0 : nil }
    }
}

extension Sequence<Int> {
    /// The sum of sizes that others have stated, which may be anything.
    var boundedSum: Int {
        reduce(0) { sum, next in
            let (total, isTooLarge) = sum.addingReportingOverflow(next)
            return isTooLarge ? .max : total
        }
    }
}
