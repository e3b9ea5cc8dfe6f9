import Parquet
import PersonaVectors

/// Single layers of plain vectors, which lie in the file as they are in memory.
extension Shard {
    /// Where some layers of some rows lie, when each can be had without its page.
    ///
    /// - Parameters:
    ///   - layers: the layers, each in range.
    ///   - placements: rows of this file in ascending order, each once.
    ///   - column: the column of the vectors.
    ///   - shape: the shape of every row.
    /// - Returns: for each placement and layer the bytes, as little-endian float32; nil when the
    ///   file is compressed, encoded or irregular.
    /// - Throws: ``/PersonaVectors/ArtifactError`` for a page index that is none, ``/HuggingFaceHub/HubError``.
    func byteRanges(
        of layers: [Int], _ placements: [ParquetRowPlacement], column: ParquetColumn,
        shape: ParquetVectorShape
    ) async throws -> [Range<Int>]? {
        guard column.physicalType == .float else { return nil }
        var ranges: [Range<Int>] = []
        for (group, inGroup) in byRowGroup(placements) {
            guard footer.isRegular(column, rowGroup: group, shape: shape),
                let index = try await pageIndex(of: column, in: group)
            else { return nil }
            for placement in inGroup {
                for layer in layers {
                    let elements = layer * shape.hiddenSize..<(layer + 1) * shape.hiddenSize
                    let range = footer.byteRange(
                        ofElements: elements, row: placement.row, index: index, shape: shape)
                    guard let range else { return nil }
                    ranges.append(range)
                }
            }
        }
        return ranges
    }
}
