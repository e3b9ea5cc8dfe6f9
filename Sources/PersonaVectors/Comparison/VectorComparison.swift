public import Safetensors

/// How two vectors differ.
public struct VectorComparison: Sendable {
    /// The shapes, `num_layers` × `hidden_size`.
    public let shapes: (left: [Int], right: [Int])

    /// The dtypes.
    public let dtypes: (left: TensorDType, right: TensorDType)

    /// Whether shape, dtype and every stored bit are the same.
    public let isIdentical: Bool

    /// The cosine of the angle between the rows of each layer, computed in `Double`.
    ///
    /// NaN where a row has no length; empty when the shapes differ.
    public let cosines: [Double]

    /// The largest absolute difference in each layer.
    ///
    /// NaN where a value is; empty when the shapes differ.
    public let largestDifferences: [Double]

    /// The layer with the largest absolute difference, the first of several.
    ///
    /// NaN counts as the largest; nil when the shapes differ.
    public var layerOfLargestDifference: Int? {
        largestDifferences.indices.max { left, right in
            let (a, b) = (largestDifferences[left], largestDifferences[right])
            if a.isNaN || b.isNaN { return !a.isNaN && b.isNaN }
            // `max` keeps the last of equals, hence the reversed order of equals here.
            return a == b ? left > right : a < b
        }
    }

    /// The largest absolute difference of two values; nil when the shapes differ.
    public var largestDifference: Double? {
        layerOfLargestDifference.map { largestDifferences[$0] }
    }

    /// Whether the shapes are the same and no two values differ by more than a tolerance, whatever
    /// the dtypes; identical vectors always agree.
    public func agrees(within tolerance: Double) -> Bool {
        isIdentical || (largestDifference.map { $0 <= tolerance } ?? false)
    }
}

extension PersonaVector {
    /// Compares this vector with another, layer by layer.
    ///
    /// - Parameter other: a vector of any shape and dtype.
    /// - Returns: the differences.
    /// - Throws: ``ArtifactError`` with code `unsupportedDType` when the shapes are the same, the
    ///   bytes are not, and a dtype cannot be widened to `Float`; `ioFailed`.
    /// - Complexity: O(values), none of which are read when the shapes differ.
    public func compared(to other: PersonaVector) throws -> VectorComparison {
        let shapes = (left: [layerCount, hiddenSize], right: [other.layerCount, other.hiddenSize])
        let dtypes = (left: dtype, right: other.dtype)
        guard shapes.left == shapes.right else {
            return VectorComparison(
                shapes: shapes, dtypes: dtypes, isIdentical: false, cosines: [],
                largestDifferences: [])
        }
        let (left, right) = (try floats(), try other.floats())
        let rows = (0..<layerCount).map { $0 * hiddenSize..<($0 + 1) * hiddenSize }
        return VectorComparison(
            shapes: shapes, dtypes: dtypes,
            isIdentical: try dtypes.left == dtypes.right && storedBytes() == other.storedBytes(),
            cosines: rows.map { cosine(left[$0], right[$0]) },
            largestDifferences: rows.map { largestDifference(left[$0], right[$0]) })
    }
}

private func cosine(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Double {
    var (product, leftSquare, rightSquare) = (0.0, 0.0, 0.0)
    for (a, b) in zip(left, right) {
        product += Double(a) * Double(b)
        leftSquare += Double(a) * Double(a)
        rightSquare += Double(b) * Double(b)
    }
    return product / (leftSquare.squareRoot() * rightSquare.squareRoot())
}

private func largestDifference(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Double {
    var largest = 0.0
    for (a, b) in zip(left, right) where a != b {
        let difference = abs(Double(a) - Double(b))
        if difference.isNaN { return .nan }
        largest = max(largest, difference)
    }
    return largest
}
