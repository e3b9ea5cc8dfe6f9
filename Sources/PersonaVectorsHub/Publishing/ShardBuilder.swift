import HuggingFaceHub
import Parquet
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A shard whose bytes are known: on this machine, or in the Hub's object store already.
struct BuiltShard: Sendable {
    let path: String
    let sha256: String
    var content: CommitContent
    let rowCount: Int
    let byteCount: Int
    /// The size of the rows in Arrow's memory layout.
    let arrowByteCount: Int
}

/// One split with its shards.
struct BuiltSplit: Sendable {
    let draft: SplitDraft
    let shards: [BuiltShard]

    var variant: PromptVariant { draft.variant }

    var info: DatasetInfo.Split {
        DatasetInfo.Split(
            name: variant.rawValue,
            byteCount: shards.reduce(0) { $0 + $1.arrowByteCount },
            rowCount: shards.reduce(0) { $0 + $1.rowCount })
    }

    var byteCount: Int { shards.reduce(0) { $0 + $1.byteCount } }
}

/// Writes shards of a local store's variants into a folder, a vector in memory at a time.
struct ShardBuilder: Sendable {
    let store: PersonaVectorStore
    let folder: URL
    let options: PushOptions

    /// Writes one shard of a split.
    ///
    /// - Parameters:
    ///   - part: what is in it.
    ///   - split: the split that it is of.
    ///   - advance: called after each persona.
    /// - Returns: the shard, whose content is a file of the folder.
    /// - Throws: ``/PersonaVectors/ArtifactError``; ``ParquetError`` when the disk is full.
    func write(
        _ part: SplitDraft.Part, of split: SplitDraft, advance: () -> Void
    ) throws -> BuiltShard {
        let url = folder.appending(path: part.path.replacing("/", with: "--"))
        var layout = ParquetVectorWriter.Options()
        layout.compression = options.compression
        let writer = try ParquetVectorWriter(path: url.path, shape: split.shape, options: layout)
        for (id, name) in part.personas {
            let vector = try store.load(split.variant, personaID: id)
            try split.check(vector, of: id)
            // In variables of their own: the compiler (6.3) fails on a span of a call's result.
            let values = try vector.floats()
            let samples = try store.personaSampleIDs(split.variant, personaID: id) ?? []
            try writer.append(
                personaID: id, name: name, sampleIDs: samples, vector: values.span)
            advance()
        }
        let summary = try writer.finish()
        return BuiltShard(
            path: part.path, sha256: try Self.digest(of: url), content: .file(url),
            rowCount: summary.rowCount, byteCount: summary.byteCount,
            arrowByteCount: summary.arrowByteCount)
    }

    private static func digest(of url: URL) throws -> String {
        let file = try OpenFile(url.path, .read)
        var hasher = ContentHasher()
        try hasher.update(file, in: 0..<file.size())
        return hasher.hex()
    }
}
