/// Counts what rows take in Arrow's memory layout, as `datasets` counts `num_bytes`: four bytes of
/// offset for each slot of a string or list, the bytes themselves, and a bit a row in the columns
/// that have a null.
struct ArrowSizes {
    struct Row {
        let textByteCount: Int
        let sampleCount: Int
        let hasName: Bool
        let hasSamples: Bool
    }

    private(set) var rowCount = 0
    private let vectorByteCount: Int
    private var textByteCount = 0
    private var sampleCount = 0
    private var hasNullName = false
    private var hasNullSamples = false

    init(shape: ParquetVectorShape) {
        // The offsets of the rows, of the layers, and the values.
        vectorByteCount = 4 + 4 * shape.layerCount + 4 * shape.count
    }

    mutating func add(_ row: Row) {
        rowCount += 1
        textByteCount += row.textByteCount
        sampleCount += row.sampleCount
        hasNullName = hasNullName || !row.hasName
        hasNullSamples = hasNullSamples || !row.hasSamples
    }

    var byteCount: Int {
        let bitmap = (rowCount + 7) / 8
        return rowCount * (4 + 4 + 4 + vectorByteCount) + 4 * sampleCount + textByteCount
            + (hasNullName ? bitmap : 0) + (hasNullSamples ? bitmap : 0)
    }
}
