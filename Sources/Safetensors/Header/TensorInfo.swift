/// What a header says of one tensor, checked: the range lies in the file and fits dtype and shape.
public struct TensorInfo: Hashable, Sendable {
    /// The key in the header; any string but `__metadata__`, the empty one included.
    public let name: String
    /// The element type.
    public let dtype: TensorDType
    /// The sizes of the dimensions, outermost first; empty for a single value.
    public let shape: [Int]
    /// Where the elements lie, counted from ``SafetensorsHeader/dataStart``.
    public let byteRange: Range<Int>
    /// The product of ``shape``; 1 for an empty shape.
    public let elementCount: Int
}

extension TensorInfo {
    /// The number of elements and bytes of a tensor, or nil where either does not fit.
    ///
    /// Multiplies from the left in 64 unsigned bits, as the official library does: a zero after an
    /// overflow does not save the shape, a zero before it does.
    static func size(of shape: [Int], bitWidth: Int) -> (elements: Int, bits: UInt)? {
        var elements: UInt = 1
        for dimension in shape {
            guard let dimension = UInt(exactly: dimension) else { return nil }
            let product = elements.multipliedReportingOverflow(by: dimension)
            guard !product.overflow else { return nil }
            elements = product.partialValue
        }
        let bits = elements.multipliedReportingOverflow(by: UInt(bitWidth))
        guard !bits.overflow, let count = Int(exactly: elements) else { return nil }
        return (count, bits.partialValue)
    }
}
