import AlignedMemory
import Parquet
import PersonaVectors

/// What one shard contributes to a block, fetched and ready to be decoded.
private struct ShardPart: Sendable {
    enum Source: Sendable {
        /// Whole vectors.
        case vectors([FetchedSlice])
        /// For each placement and layer its values.
        case layers([[UInt8]], slots: [Int])
    }

    let shard: Shard
    let source: Source
}

extension Split {
    /// Some rows as one block, in their order.
    ///
    /// Everything is fetched before the block is allocated, each shard beside the others.
    ///
    /// - Parameters:
    ///   - rows: rows of the split; one that comes twice is decoded once and copied.
    ///   - layers: the layers to keep, each in range; nil keeps all.
    ///   - shape: the shape of every row.
    /// - Returns: `rows.count` × layers × hidden size floats.
    /// - Throws: ``/PersonaVectors/ArtifactError`` and ``/HuggingFaceHub/HubError``.
    func block(
        rows: [Int], layers: [Int]?, shape: ParquetVectorShape
    ) async throws -> AlignedFloats {
        let wanted = Placements(rows, shards: shards)
        for part in wanted.byShard {
            try part.shard.checkPlausible(part.placements.count, shape: shape)
        }
        let parts = try await wanted.byShard.concurrently { part in
            try await Self.fetch(part.placements, of: part.shard, layers: layers, shape: shape)
        }
        let size = (layers?.count ?? shape.layerCount) * shape.hiddenSize
        return try AlignedFloats(count: rows.count * size) { block in
            // Each slice writes to the places of its own rows.
            nonisolated(unsafe) let target = block
            for part in parts {
                switch part.source {
                case .vectors(let slices):
                    try decodeConcurrently(count: slices.count) { index throws(ArtifactError) in
                        if let layers {
                            try part.shard.decode(slices[index], layers, shape: shape, into: target)
                        } else {
                            try part.shard.decode(slices[index], shape: shape, into: target)
                        }
                    }
                case .layers(let values, let slots):
                    Self.copy(values, slots, layerCount: layers?.count ?? 0, into: block)
                }
            }
            for (from, to) in wanted.copies {
                for element in 0..<size {
                    block[to * size + element] = block[from * size + element]
                }
            }
        }
    }

    private static func fetch(
        _ placements: [ParquetRowPlacement], of shard: Shard, layers: [Int]?,
        shape: ParquetVectorShape
    ) async throws -> ShardPart {
        let column = try shard.vectorColumn()
        if let layers,
            let ranges = try await shard.byteRanges(
                of: layers, placements, column: column, shape: shape)
        {
            let values = try await shard.read(ranges)
            return ShardPart(
                shard: shard, source: .layers(values, slots: placements.map(\.slot)))
        }
        let slices = try await shard.fetch(placements, column: column)
        return ShardPart(shard: shard, source: .vectors(slices))
    }

    private static func copy(
        _ values: [[UInt8]], _ slots: [Int], layerCount: Int,
        into block: UnsafeMutableBufferPointer<Float>
    ) {
        for (index, bytes) in values.enumerated() {
            let count = bytes.count / 4
            let start = (slots[index / layerCount] * layerCount + index % layerCount) * count
            let target = UnsafeMutableRawBufferPointer(
                rebasing: UnsafeMutableRawBufferPointer(block)[start * 4..<(start + count) * 4])
            target.copyBytes(from: bytes)
        }
    }
}

/// Which row of which shard goes to which place of a block.
private struct Placements {
    private(set) var byShard: [(shard: Shard, placements: [ParquetRowPlacement])] = []
    /// Places whose content is that of another one: rows that are wanted more than once.
    private(set) var copies: [(from: Int, to: Int)] = []

    init(_ rows: [Int], shards: [Shard]) {
        let sorted = rows.enumerated().sorted {
            ($0.element, $0.offset) < ($1.element, $1.offset)
        }
        var last: (row: Int, slot: Int)?
        var rest = shards[...]
        var current: [ParquetRowPlacement] = []
        for (slot, row) in sorted {
            if let last, last.row == row {
                copies.append((last.slot, slot))
                continue
            }
            last = (row, slot)
            while let shard = rest.first, row >= shard.firstRow + shard.footer.rowCount {
                if !current.isEmpty { byShard.append((shard, current)) }
                current = []
                rest.removeFirst()
            }
            guard let shard = rest.first else { break }
            current.append(ParquetRowPlacement(row: row - shard.firstRow, slot: slot))
        }
        if let shard = rest.first, !current.isEmpty {
            byShard.append((shard, current))
        }
    }
}
