import HuggingFaceHub
import Parquet
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Bytes at hand that vectors are decoded from, once everything has been fetched.
struct FetchedSlice: Sendable {
    enum Bytes: Sendable {
        case part([UInt8])
        case mapped(Data, Range<Int>)

        func withSpan<R>(
            _ body: (RawSpan) throws(ParquetError) -> R
        ) throws(ParquetError) -> R {
            switch self {
            case .part(let bytes): try body(bytes.span.bytes)
            case .mapped(let data, let range): try body(data.bytes.extracting(range))
            }
        }
    }

    let slice: ParquetSlice
    let bytes: Bytes
    var dictionary: Bytes = .part([])
    /// The rows of the slice that are wanted, and where they go.
    let placements: [ParquetRowPlacement]
}

extension Shard {
    /// The column of the vectors.
    func vectorColumn() throws(ArtifactError) -> ParquetColumn {
        let column = try decoding { () throws(ParquetError) in
            try footer.column(named: "vector")
        }
        guard column.listDepth != 1 else { throw .notMatrices(file) }
        return column
    }

    /// Refuses vectors that the bytes of the file cannot hold.
    func checkPlausible(_ rowCount: Int, shape: ParquetVectorShape) throws(ArtifactError) {
        let column = try vectorColumn()
        try decoding { () throws(ParquetError) in
            try footer.checkPlausible(rowCount, of: column, shape: shape)
        }
    }

    /// The declared shape, else that of the first row, of which the first pages are fetched then.
    func vectorShape() async throws -> ParquetVectorShape? {
        let column = try vectorColumn()
        if let shape = column.declaredShape { return shape }
        guard footer.rowCount > 0 else { return nil }
        let fetched = try await fetch([ParquetRowPlacement(row: 0, slot: 0)], column: column)
        return try fetched.first.map { fetched in
            try decoding { () throws(ParquetError) in
                try fetched.bytes.withSpan { (bytes) throws(ParquetError) in
                    try fetched.dictionary.withSpan { (dictionary) throws(ParquetError) in
                        try footer.vectorShape(
                            in: fetched.slice, bytes: bytes, dictionary: dictionary)
                    }
                }
            }
        }
    }

    /// Fetches what some rows need: pages, or chunks, or the file when that is cheaper.
    ///
    /// - Parameters:
    ///   - placements: rows of this file in ascending order, each once.
    ///   - column: the column of the vectors.
    /// - Returns: slices that can be decoded without anything else.
    /// - Throws: ``/PersonaVectors/ArtifactError`` for a page index that is none, ``/HuggingFaceHub/HubError``.
    func fetch(
        _ placements: [ParquetRowPlacement], column: ParquetColumn
    ) async throws -> [FetchedSlice] {
        let plan = try await slices(of: column, placements)
        let wanted = plan.reduce(0) { $0 + $1.slice.byteRange.count }
        if let data = try await whole(whenWanting: wanted) {
            return plan.map { part in
                FetchedSlice(
                    slice: part.slice, bytes: .mapped(data, part.slice.byteRange),
                    dictionary: .mapped(data, part.slice.dictionaryRange ?? 0..<0),
                    placements: part.placements)
            }
        }
        let bytes = try await read(plan.map(\.slice.byteRange))
        var fetched = zip(plan, bytes).map { part, bytes in
            FetchedSlice(slice: part.slice, bytes: .part(bytes), placements: part.placements)
        }
        try await addDictionaries(to: &fetched)
        return fetched
    }

    /// Only the first pages of a chunk refer to its dictionary, which can be large.
    private func addDictionaries(to fetched: inout [FetchedSlice]) async throws {
        let needing = try fetched.indices.filter { index in
            try decoding { () throws(ParquetError) in
                try fetched[index].bytes.withSpan { (bytes) throws(ParquetError) in
                    try footer.needsDictionary(fetched[index].slice, bytes: bytes)
                }
            }
        }
        guard !needing.isEmpty else { return }
        let ranges = needing.map { fetched[$0].slice.dictionaryRange ?? 0..<0 }
        for (index, bytes) in zip(needing, try await read(ranges)) {
            fetched[index].dictionary = .part(bytes)
        }
    }

    /// The pages that hold some rows; whole chunks where there is no page index or all is wanted.
    private func slices(
        of column: ParquetColumn, _ placements: [ParquetRowPlacement]
    ) async throws -> [(slice: ParquetSlice, placements: [ParquetRowPlacement])] {
        var plan: [(slice: ParquetSlice, placements: [ParquetRowPlacement])] = []
        for (group, inGroup) in byRowGroup(placements) {
            guard inGroup.count < group.rows.count,
                let index = try await pageIndex(of: column, in: group)
            else {
                plan.append((footer.slice(of: column, rowGroup: group), inGroup))
                continue
            }
            var rest = inGroup[...]
            for slice in index.slices(holding: inGroup.lazy.map(\.row)) {
                let inSlice = rest.prefix { slice.rows.contains($0.row) }
                rest = rest.dropFirst(inSlice.count)
                plan.append((slice, Array(inSlice)))
            }
        }
        return plan
    }

    /// The page index of a chunk; nil when it has none.
    func pageIndex(
        of column: ParquetColumn, in group: ParquetRowGroup
    ) async throws -> ParquetPageIndex? {
        guard let range = group.chunks[column.index].offsetIndexRange else { return nil }
        let bytes = try await read([range]).first ?? []
        return try decoding { () throws(ParquetError) in
            try ParquetPageIndex(
                bytes: bytes.span.bytes, footer: footer, column: column, rowGroup: group)
        }
    }

    /// Ascending placements, cut where a row group ends.
    func byRowGroup(
        _ placements: [ParquetRowPlacement]
    ) -> [(group: ParquetRowGroup, placements: [ParquetRowPlacement])] {
        var groups: [(group: ParquetRowGroup, placements: [ParquetRowPlacement])] = []
        var rest = placements[...]
        while let first = rest.first {
            let group = footer.rowGroup(holding: first.row)
            let inGroup = rest.prefix { $0.row < group.rows.upperBound }
            rest = rest.dropFirst(inGroup.count)
            groups.append((group, Array(inGroup)))
        }
        return groups
    }
}

extension Shard {
    /// Decodes the wanted rows of a slice to their places in a block of whole vectors.
    func decode(
        _ fetched: FetchedSlice, shape: ParquetVectorShape,
        into block: UnsafeMutableBufferPointer<Float>
    ) throws(ArtifactError) {
        try decoding { () throws(ParquetError) in
            try fetched.bytes.withSpan { (bytes) throws(ParquetError) in
                try fetched.dictionary.withSpan { (dictionary) throws(ParquetError) in
                    try footer.decodeVectors(
                        in: fetched.slice, bytes: bytes, dictionary: dictionary,
                        placing: fetched.placements, shape: shape, into: block)
                }
            }
        }
    }

    /// Decodes the wanted rows of a slice one by one and keeps some of their layers.
    func decode(
        _ fetched: FetchedSlice, _ layers: [Int], shape: ParquetVectorShape,
        into block: UnsafeMutableBufferPointer<Float>
    ) throws(ArtifactError) {
        let size = shape.hiddenSize
        let rows = UnsafeMutableBufferPointer<Float>.allocate(
            capacity: fetched.placements.count * shape.count)
        defer { rows.deallocate() }
        let dense = fetched.placements.enumerated().map { index, placement in
            ParquetRowPlacement(row: placement.row, slot: index)
        }
        let slice = FetchedSlice(
            slice: fetched.slice, bytes: fetched.bytes, dictionary: fetched.dictionary,
            placements: dense)
        try decode(slice, shape: shape, into: rows)
        for (index, placement) in fetched.placements.enumerated() {
            for (position, layer) in layers.enumerated() {
                let source = index * shape.count + layer * size
                let target = (placement.slot * layers.count + position) * size
                for element in 0..<size { block[target + element] = rows[source + element] }
            }
        }
    }
}
