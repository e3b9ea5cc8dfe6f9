import HuggingFaceHub
import Parquet
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A shard on this machine, ready to be sent.
struct BuiltShard: Sendable {
    let path: String
    let url: URL
    let sha256: String
    let summary: ParquetVectorWriter.Summary
}

/// One split on this machine, ready to be sent.
struct BuiltSplit: Sendable {
    let variant: PromptVariant
    let shape: ParquetVectorShape
    let shards: [BuiltShard]

    var info: DatasetInfo.Split {
        DatasetInfo.Split(
            name: variant.rawValue,
            byteCount: shards.reduce(0) { $0 + $1.summary.arrowByteCount },
            rowCount: shards.reduce(0) { $0 + $1.summary.rowCount })
    }

    var byteCount: Int { shards.reduce(0) { $0 + $1.summary.byteCount } }
}

/// Writes the shards of a local store's variants into a folder, a vector in memory at a time.
///
/// Rows are sorted by id and cut as `datasets` cuts them, so the same vectors give the same files.
struct ShardBuilder: Sendable {
    let store: PersonaVectorStore
    let configName: String
    let folder: URL
    let options: PushOptions

    /// Writes the shards of one variant.
    func build(_ variant: PromptVariant) throws -> BuiltSplit {
        let ids = try store.listPersonas(variants: [variant], includingBaseline: true)
        guard let first = ids.first else {
            throw ArtifactError.nothingToPush(
                store.modelName, variants: [variant], root: store.rootDirectory.path)
        }
        let vector = try store.load(variant, personaID: first)
        guard
            let shape = ParquetVectorShape(
                layerCount: vector.layerCount, hiddenSize: vector.hiddenSize)
        else {
            throw ArtifactError.shapeTooLargeToPush(first, vector.layerCount, vector.hiddenSize)
        }
        let names = try store.personaNames(for: ids, variants: [variant])
        let cuts = Self.cuts(ids.count, rowSize: 4 * shape.count, limit: options.maxShardSize)
        var done = 0
        let shards = try cuts.enumerated().map { index, range in
            let name = "\(variant)-\(five(index))-of-\(five(cuts.count)).parquet"
            return try write(name, ids[range].map { ($0, names[$0] ?? "") }, variant, shape) {
                done += 1
                options.progress?(.writing(variant, personaCount: done, of: ids.count))
            }
        }
        return BuiltSplit(variant: variant, shape: shape, shards: shards)
    }

    private func write(
        _ name: String, _ personas: [(id: String, name: String)], _ variant: PromptVariant,
        _ shape: ParquetVectorShape, _ advance: () -> Void
    ) throws -> BuiltShard {
        let url = folder.appending(path: name)
        var layout = ParquetVectorWriter.Options()
        layout.compression = options.compression
        let writer = try ParquetVectorWriter(path: url.path, shape: shape, options: layout)
        for (id, name) in personas {
            let vector = try store.load(variant, personaID: id)
            guard vector.layerCount == shape.layerCount, vector.hiddenSize == shape.hiddenSize
            else {
                throw ArtifactError.unevenShapes(
                    id, vector.layerCount, vector.hiddenSize, variant, shape)
            }
            // In variables of their own: the compiler (6.3) fails on a span of a call's result.
            let values = try vector.floats()
            let samples = try store.personaSampleIDs(variant, personaID: id) ?? []
            try writer.append(
                personaID: id, name: name, sampleIDs: samples, vector: values.span)
            advance()
        }
        let summary = try writer.finish()
        return BuiltShard(
            path: "\(configName)/\(name)", url: url, sha256: try Self.digest(of: url),
            summary: summary)
    }

    private static func digest(of url: URL) throws -> String {
        let file = try OpenFile(url.path, .read)
        var hasher = ContentHasher()
        try hasher.update(file, in: 0..<file.size())
        return hasher.hex()
    }

    /// Contiguous parts that stay under a size, the first ones a row longer, as `datasets` cuts.
    static func cuts(_ count: Int, rowSize: Int, limit: Int) -> [Range<Int>] {
        let shardCount = min(count, count * rowSize / max(1, limit) + 1)
        let (size, longer) = (count / shardCount, count % shardCount)
        var start = 0
        return (0..<shardCount).map { index in
            let end = start + size + (index < longer ? 1 : 0)
            defer { start = end }
            return start..<end
        }
    }

    private func five(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
