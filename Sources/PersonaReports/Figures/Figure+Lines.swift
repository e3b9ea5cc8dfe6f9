import PersonaAnalysis
import PersonaVectors
import TensorMath

extension Figure {
    /// The share of the variance along each principal component, at a few layers.
    static func scree(of input: FigureInput) throws -> Figure {
        let layers = screeLayers(input.layers)
        let shares = try input.samples.mapLayers(layers) { _, samples in
            try pcaExplainedVariance(samples, componentCount: 50, threads: 1)
        }
        let lines = zip(layers, shares).map { layer, shares -> JSONValue in
            .object([
                "name": .string("Layer \(layer)"),
                "views": .object([
                    "each component": .numbers(shares),
                    "cumulative": .numbers(cumulativeShares(shares)),
                ]),
            ])
        }
        return Figure(
            fileStem: FigureKind.scree.fileStem, title: FigureKind.scree.title,
            subtitle: input.subtitle(),
            data: [
                "kind": .string("lines"), "x": .string("Component"),
                "y": .string("Share of the variance"), "start": .integer(1),
                "lines": .array(lines),
            ])
    }

    /// All layers up to four, else the first, two between and the last, as in the original.
    static func screeLayers(_ layers: [Int]) -> [Int] {
        guard layers.count > 4 else { return layers }
        return [0, layers.count / 3, 2 * layers.count / 3, layers.count - 1].map { layers[$0] }
    }

    /// How alike two variants of each persona are, layer by layer: the spread over personas.
    static func variants(of input: FigureInput) throws -> Figure {
        let others = input.variant.comparable
        guard let other = others.first(where: input.dataset.variants.contains) else {
            throw ReportError.secondVariantNeeded(input.variant, others: others)
        }
        let cosines = try variantSimilarityByLayer(
            input.samples, try input.dataset.samples(for: other))
        let positions = input.layers.compactMap { input.samples.layers.firstIndex(of: $0) }
        let sorted = positions.map { cosines.column($0).map(Double.init).sorted() }
        let quantiles: [(String, Double)] = [
            ("largest", 1), ("upper quartile", 0.75), ("median", 0.5), ("lower quartile", 0.25),
            ("smallest", 0),
        ]
        let lines = quantiles.map { name, share -> JSONValue in
            .object([
                "name": .string(name),
                "views": .object([
                    "cosine": .numbers(sorted.map { quantile(share, ofSorted: $0) })
                ]),
            ])
        }
        return Figure(
            fileStem: FigureKind.variants.fileStem,
            title: "Similarity of \(input.variant) and \(other) by layer",
            subtitle: input.subtitle("Compared with variant \(other), persona by persona."),
            data: [
                "kind": .string("lines"), "x": .string("Layer"),
                "y": .string("Cosine similarity"), "xs": input.layerList(input.layers),
                "lines": .array(lines),
            ])
    }
}

extension PromptVariant {
    /// The variants that one is compared with, the first that a persona has: those of the original.
    var comparable: [PromptVariant] { PromptVariant.defaults.filter { $0 != self } }
}
