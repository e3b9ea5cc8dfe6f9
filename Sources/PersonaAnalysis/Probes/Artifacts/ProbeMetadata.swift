public import PersonaVectors

/// What `probe.json` says of a saved probe.
public struct ProbeMetadata: Sendable, Equatable {
    /// The model whose vectors the probe was trained on.
    public var modelName: String
    /// The variant that it was trained on.
    public var variant: PromptVariant
    /// The tokens that the vectors were averaged over.
    public var maskStrategy: MaskStrategy
    /// The attribute that it finds.
    public var attribute: String
    /// The kind of answer.
    public var task: ProbeTask
    /// How it was fitted.
    public var kind: ProbeKind
    /// What was done to the features first.
    public var preprocessing: ProbePreprocessing
    /// The layer it reads, as the model counts its blocks.
    public var layer: Int
    /// Where in the text the vectors come from; the original knows `post_reasoning` only.
    public var location = Self.postReasoning
    /// The features of a vector.
    public var inputDimension: Int
    /// The features that the head sees: those of a vector, or the principal components.
    public var featureDimension: Int
    /// The names of the classes by number; nil for a numeric task.
    public var classNames: [String]?
    /// The row of the sweep that won, as it was saved.
    public var metrics: JSONObject
    /// What it was made from; the original ignores the key.
    public var provenance: ProbeProvenance?

    /// The only ``location`` of the original.
    public static let postReasoning = "post_reasoning"

    /// The folder's name: `logistic_regression_pca8_layer4`.
    public var folderName: String {
        let components = preprocessing.pcaComponentCount.map { "_pca\($0)" } ?? ""
        return "\(kind.rawValue)\(components)_layer\(layer)"
    }

    /// The folder relative to the root of a probe tree.
    public var relativePath: String {
        [modelDirectoryName(for: modelName), maskStrategy.rawValue, variant.rawValue, attribute]
            .joined(separator: "/") + "/" + folderName
    }
}

/// What a probe was made from, for readers who want to make it again.
public struct ProbeProvenance: Sendable, Equatable {
    /// Where the attributes come from: a file or a Hub repository.
    public var dataset: String?
    /// The revision of the data set.
    public var datasetRevision: String?
    /// Where the vectors come from: a folder or a Hub repository.
    public var vectors: String?
    /// The revision of the vectors.
    public var vectorsRevision: String?
    /// The seed of the train-test split that ``ProbeMetadata/metrics`` were measured on.
    public var seed: UInt32?
    /// The program that trained the probe.
    public var tool: String?

    /// Nothing known yet.
    public init() {}
}
