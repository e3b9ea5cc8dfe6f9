import PersonaAnalysis
import PersonaVectors

/// What figures are made of: aligned samples, their ids, and attributes when they are known.
struct FigureInput: Sendable {
    let dataset: AnalysisDataset
    let variant: PromptVariant
    let samples: LayeredSamples
    /// The layers to draw, a part of those loaded.
    let layers: [Int]
    let knownAttributes: KnownAttributes?

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
        knownAttributes = try attributes.map {
            try KnownAttributes($0, for: dataset.personaIDs)
        }
    }

    /// Refuses a figure that needs more personas, or attributes that are not known.
    func requireEnough(for kind: FigureKind) throws {
        try kind.requireEnough(samples.count)
        guard kind == .attributes else { return }
        guard let knownAttributes else { throw ReportError.attributesNeeded(kind) }
        try kind.requireEnough(
            knownAttributes.personaIDs.count, noun: "personas with attributes")
    }

    /// One sentence on what a figure is of.
    func subtitle(_ more: String = "") -> String {
        "\(samples.count.personas) of \(dataset.modelName), variant \(variant), mask strategy"
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
