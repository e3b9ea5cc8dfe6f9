import HuggingFaceHub
import Parquet
import PersonaVectors

/// One split: its shards, and which persona is in which row.
struct Split: Sendable {
    /// The commit that it is of.
    let commit: CommitID
    let shards: [Shard]
    /// The rows that count, by id: of several with one id the last, as in the original.
    let rows: [ExactString: Int]
    /// The ids, sorted by code point.
    let personaIDs: [String]
    /// A name for each row; nil where there is none.
    private let names: [String?]

    /// Fetches footers, ids and names.
    init(
        _ entries: [RepositoryEntry], of snapshot: RepositorySnapshot, client: HubClient
    ) async throws {
        var shards = try await entries.concurrently { entry in
            try await Shard(entry, of: snapshot, client: client)
        }
        var rowCount = 0
        for index in shards.indices {
            shards[index].firstRow = rowCount
            rowCount += shards[index].footer.rowCount
        }
        let texts = try await shards.concurrently { try await $0.strings(["persona_id", "name"]) }
        var rows: [ExactString: Int] = [:]
        for (shard, columns) in zip(shards, texts) {
            for (row, id) in columns[0].enumerated() {
                guard let id else { throw ArtifactError.missingID(row: row, of: shard.file) }
                rows[ExactString(id)] = shard.firstRow + row
            }
        }
        commit = snapshot.commit
        self.shards = shards
        self.rows = rows
        personaIDs = rows.keys.sorted().map(\.string)
        names = texts.flatMap { $0[1] }
    }

    var rowCount: Int { shards.last.map { $0.firstRow + $0.footer.rowCount } ?? 0 }

    /// The name of a persona; nil when it has none or is not here.
    func name(of personaID: ExactString) -> String? {
        rows[personaID].flatMap { names[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The shape of the vectors: what the shards declare, else that of the first row.
    ///
    /// - Returns: nil for a split without rows that declares none.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `invalidShape` when shards differ or the vectors are
    ///   no matrices.
    func vectorShape() async throws -> ParquetVectorShape? {
        var shape: ParquetVectorShape?
        for shard in shards {
            guard let next = try await shard.vectorShape() else { continue }
            if let shape, shape != next {
                throw ArtifactError.shardShapesDiffer(shard.file, next, first: shape)
            }
            shape = next
        }
        return shape
    }

    /// The lists of samples, one a row; all nil when the shards have no such column.
    func sampleIDs() async throws -> [[String]?] {
        try await shards.concurrently { try await $0.sampleIDs() }.flatMap { $0 }
    }
}

extension Array where Element: Sendable {
    /// Does something for each element, all at once: the client has no more exchanges under way
    /// than its configuration allows, and the others wait in line.
    func concurrently<R: Sendable>(
        _ body: @escaping @Sendable (Element) async throws -> R
    ) async throws -> [R] {
        if count == 1 { return [try await body(self[0])] }
        return try await withThrowingTaskGroup(of: (Int, R).self) { group in
            for (index, element) in enumerated() {
                group.addTask { (index, try await body(element)) }
            }
            var results: [(Int, R)] = []
            for try await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
