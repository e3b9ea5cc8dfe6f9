import AlignedMemory
public import PersonaVectors

/// The vectors of one variant, aligned with labels: what every analysis takes.
public struct LayeredSamples: Sendable {
    /// `count` × `layers.count` × `hiddenSize` values, in the order of the labels.
    public let block: PersonaVectorBlock

    /// A name for each sample.
    public let labels: [String]

    /// What a figure shows when the pointer rests on a sample, as HTML.
    public let hoverText: [String]

    /// The id of each sample, for messages; nil when they have none.
    public let ids: [String]?

    /// Samples over a block; counts of labels, texts or ids that differ from the block's trap.
    public init(
        block: PersonaVectorBlock, labels: [String], hoverText: [String], ids: [String]? = nil
    ) {
        precondition(
            labels.count == block.personaCount && hoverText.count == block.personaCount
                && ids?.count ?? block.personaCount == block.personaCount,
            "there must be one label, one hover text and one id a sample")
        self.ids = ids
        self.block = block
        self.labels = labels
        self.hoverText = hoverText
    }

    /// A sample as messages name it: its label and where to find it.
    func name(of sample: Int) -> String {
        guard let ids else { return "'\(labels[sample])' (sample \(sample))" }
        return "'\(labels[sample])' (id '\(ids[sample])')"
    }

    /// The number of samples.
    public var count: Int { block.personaCount }

    /// The layers that were loaded, as the model counts its blocks.
    public var layers: [Int] { block.layers }

    /// The features of one layer.
    public var hiddenSize: Int { block.hiddenSize }

    /// A copy of one row: the `hiddenSize` features of a sample at a position in ``layers``.
    public func row(sample: Int, layerPosition: Int) -> [Float] {
        let start = (sample * layers.count + layerPosition) * hiddenSize
        return block.values[start..<start + hiddenSize]
    }
}
