/// The figures that a saved store can be analysed with; the raw values are those of the command
/// line.
public enum FigureKind: String, CaseIterable, Sendable {
    /// Principal components, layer by layer, in two and three dimensions.
    case pca
    /// Uniform manifold approximation, layer by layer.
    case umap
    /// Isomap, layer by layer.
    case isomap
    /// Cosine similarity of all personas, layer by layer.
    case similarity
    /// The most and the least similar pairs of personas, layer by layer.
    case pairs
    /// The variance that principal components explain.
    case scree
    /// Hierarchical clusters, layer by layer.
    case dendrogram
    /// How alike the two variants of each persona are, over the layers.
    case variants
    /// How strongly attributes go together (Cramér's V).
    case attributes

    /// The figures of the Python original, which are made when none are named.
    public static let defaults: [FigureKind] = [.pca, .similarity, .pairs, .scree]

    /// The end of the files' names; those of the original where it has the figure.
    var fileStem: String {
        switch self {
        case .pca: "persona_vector_pca"
        case .umap: "persona_vector_umap"
        case .isomap: "persona_vector_isomap"
        case .similarity: "persona_vector_similarity"
        case .pairs: "persona_pair_similarity"
        case .scree: "pca_scree"
        case .dendrogram: "persona_dendrogram"
        case .variants: "variant_similarity"
        case .attributes: "attribute_association"
        }
    }

    /// How many personas there must be for something to draw.
    var minimumPersonaCount: Int {
        switch self {
        case .umap, .isomap: 3
        case .pca, .pairs, .scree, .dendrogram, .similarity, .attributes: 2
        case .variants: 1
        }
    }

    /// Refuses fewer personas than the figure needs.
    func requireEnough(_ count: Int, noun: String = "personas") throws {
        guard count < minimumPersonaCount else { return }
        throw ReportError.tooFewPersonas(self, count: count, noun: noun)
    }

    var title: String {
        switch self {
        case .pca: "Principal components of persona vectors"
        case .umap: "UMAP of persona vectors"
        case .isomap: "Isomap of persona vectors"
        case .similarity: "Cosine similarity of personas"
        case .pairs: "Most and least similar pairs of personas"
        case .scree: "Variance explained by principal components"
        case .dendrogram: "Hierarchical clusters of personas"
        case .variants: "Similarity of two variants by layer"
        case .attributes: "Association of attributes (Cramér's V)"
        }
    }
}
