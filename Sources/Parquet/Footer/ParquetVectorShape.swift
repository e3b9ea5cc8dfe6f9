/// The shape of one row of a vector column: `layerCount` × `hiddenSize`.
public struct ParquetVectorShape: Sendable, Hashable {
    /// The number of layers; 1 in a column of plain lists.
    public let layerCount: Int

    /// The features of one layer.
    public let hiddenSize: Int

    /// The number of values in a row.
    public let count: Int

    /// A shape, unless a size is below 1 or the number of bytes in a row cannot be counted.
    public init?(layerCount: Int, hiddenSize: Int) {
        let (count, overflow) = layerCount.multipliedReportingOverflow(by: hiddenSize)
        guard layerCount > 0, hiddenSize > 0, !overflow, count <= Int.max / 8 else { return nil }
        self.layerCount = layerCount
        self.hiddenSize = hiddenSize
        self.count = count
    }

    init?(dimensions: [Int]) {
        switch dimensions.count {
        case 1: self.init(layerCount: 1, hiddenSize: dimensions[0])
        case 2: self.init(layerCount: dimensions[0], hiddenSize: dimensions[1])
        default: return nil
        }
    }

    /// The shape in the text that `datasets` stores beside an `Array2D`: `[[42, 3584], "float32"]`.
    init?(extensionMetadata text: String) {
        guard text.hasPrefix("[["), let end = text.firstIndex(of: "]") else { return nil }
        let sizes = text[text.index(text.startIndex, offsetBy: 2)..<end].split(separator: ",")
        let dimensions = sizes.compactMap { size in Int(size.filter { $0 != " " }) }
        guard dimensions.count == sizes.count, dimensions.count == 2 else { return nil }
        self.init(dimensions: dimensions)
    }
}
