/// A text, and which of its tokens' hidden states are wanted.
public struct ActivationRequest: Hashable, Sendable {
    /// Token ids, special tokens included.
    public var tokens: [Int]

    /// Groups of positions in ``tokens``; the hidden states of each group are averaged.
    ///
    /// Several mask strategies are several selections of one request. For the hidden states
    /// themselves, select positions one by one.
    public var selections: [[Int]]

    /// A request; it is checked when it is run.
    public init(tokens: [Int], selections: [[Int]]) {
        self.tokens = tokens
        self.selections = selections
    }
}

/// The mean hidden states of one selection: one row a layer.
public struct LayerActivations: Hashable, Sendable {
    /// The layers, rising.
    public let layers: [Int]
    /// The features of a row.
    public let hiddenSize: Int
    /// `layers.count` × `hiddenSize` values, row after row.
    public let values: [Float]

    /// Rows of values; their number must be `layers.count` × `hiddenSize`, else this traps.
    public init(layers: [Int], hiddenSize: Int, values: [Float]) {
        precondition(values.count == layers.count * hiddenSize, "one row a layer is needed")
        self.layers = layers
        self.hiddenSize = hiddenSize
        self.values = values
    }

    /// The row of a layer, which must be one of ``layers``.
    public subscript(layer layer: Int) -> ArraySlice<Float> {
        guard let index = layers.firstIndex(of: layer) else {
            preconditionFailure("layer \(layer) was not asked for")
        }
        return values[index * hiddenSize..<(index + 1) * hiddenSize]
    }
}
