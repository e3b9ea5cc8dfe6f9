import PersonaVectors

extension Figure {
    /// The figure of a kind.
    static func build(_ kind: FigureKind, of input: FigureInput) throws -> Figure {
        try input.requireEnough(for: kind)
        return switch kind {
        case .pca, .umap, .isomap: try projection(kind, of: input)
        case .similarity: try similarity(of: input)
        case .pairs: try pairs(of: input)
        case .scree: try scree(of: input)
        case .dendrogram: try dendrogram(of: input)
        case .variants: try variants(of: input)
        case .attributes: try attributes(of: input)
        }
    }
}
