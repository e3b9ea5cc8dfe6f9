import PersonaAnalysis
import PersonaVectors

/// What figures are made of: aligned samples, their ids, and attributes when they are known.
struct FigureInput: Sendable {
    let dataset: AnalysisDataset
    let variant: PromptVariant
    let samples: LayeredSamples
    /// The layers to draw, a part of those loaded.
    let layers: [Int]
    let attributes: AttributeTable?

    init(
        dataset: AnalysisDataset, variant: PromptVariant, layers: [Int]?,
        attributes: AttributeTable?
    ) throws {
        self.dataset = dataset
        self.variant = variant
        samples = try dataset.samples(for: variant)
        self.layers = layers ?? samples.layers
        // A layer that is not there is refused before anything is computed.
        for layer in self.layers { _ = try samples.matrix(layer: layer, rows: []) }
        self.attributes = attributes
    }

    /// One sentence on what a figure is of.
    func subtitle(_ more: String = "") -> String {
        "\(samples.count) personas of \(dataset.modelName), variant \(variant), mask strategy"
            + " \(dataset.maskStrategy)." + (more.isEmpty ? "" : " " + more)
    }

    /// The layers for the page's slider.
    func layerList(_ layers: [Int]) -> JSONValue {
        .array(layers.map { .integer($0) })
    }

    /// Names and ids of the samples, in their order.
    var people: [(ExactString, JSONValue)] {
        [
            ("names", .array(samples.labels.map { .string($0) })),
            ("ids", .array(dataset.personaIDs.map { .string($0) })),
        ]
    }
}

extension JSONValue {
    /// A number with as many digits as a picture can show; JSON has none for NaN and infinity.
    static func rounded(_ number: Double, digits: Int = 6) -> JSONValue {
        guard number.isFinite else { return .null }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = number * scale
        // So large a number has no such digits, and the product may be too large for a number.
        guard abs(scaled) < 9e15 else { return .double(number) }
        return .double(scaled.rounded() / scale)
    }

    /// Numbers as ``rounded(_:digits:)`` writes them.
    static func rounded(_ numbers: some Sequence<Float>) -> JSONValue {
        .array(numbers.map { rounded(Double($0)) })
    }

    /// Numbers as ``rounded(_:digits:)`` writes them.
    static func rounded(_ numbers: some Sequence<Double>) -> JSONValue {
        .array(numbers.map { rounded($0) })
    }
}
