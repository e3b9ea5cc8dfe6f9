public import AlignedMemory

/// Anything that persona vectors can be read from: a local store, a Hub dataset.
///
/// All implementations pass the same contract suite, so analysis code is written once. An
/// implementation belongs to one model and one mask strategy; for another, make another.
public protocol PersonaVectorSource: Sendable {
    /// The model's id as it was given, for example `google/gemma-2-9b-it`.
    nonisolated var modelName: String { get }

    /// The tokens that the vectors were averaged over.
    nonisolated var maskStrategy: MaskStrategy { get }

    /// The vector of one persona, in the dtype it is stored in.
    ///
    /// - Throws: ``ArtifactError`` with code `notFound` when the persona is not listed or its
    ///   tensor is missing, `invalidShape` when the tensor is not `layerCount` × `hiddenSize`.
    func load(_ variant: PromptVariant, personaID: String) async throws -> PersonaVector

    /// The ids that every one of `variants` has, sorted by code point.
    ///
    /// A variant without a manifest is not an error: the answer is empty then.
    ///
    /// - Parameters:
    ///   - variants: the variants; nil means the source's own.
    ///   - includingBaseline: whether `baseline_assistant` is listed too.
    /// - Returns: the ids, without duplicates.
    /// - Throws: ``ArtifactError`` when a manifest is there but cannot be read.
    func listPersonas(
        variants: [PromptVariant]?, includingBaseline: Bool
    ) async throws -> [String]

    /// The first non-empty name of each id over `variants` in order.
    ///
    /// An id without a name, or unknown, is not an error: it is left out. So are all when one of the
    /// variants is missing.
    func personaNames(
        for personaIDs: [String], variants: [PromptVariant]?
    ) async throws -> PersonaNames

    /// The ids of the samples that a vector is the mean of, or nil when they were not recorded.
    func personaSampleIDs(_ variant: PromptVariant, personaID: String) async throws -> [String]?

    /// Those of `candidates` that hold at least one vector, in the candidates' order.
    ///
    /// - Parameter candidates: nil means the source's own variants.
    /// - Returns: the variants found; empty when there are none.
    /// - Throws: ``ArtifactError`` when a manifest is there but cannot be read.
    func availableVariants(among candidates: [PromptVariant]?) async throws -> [PromptVariant]

    /// The layer indices that all of `variants` have.
    ///
    /// A missing variant, or an id that any variant lacks, is not an error: the answer is empty.
    func listLayers(variants: [PromptVariant]?, personaIDs: [String]?) async throws -> Range<Int>

    /// The vectors of several personas as one block of `Float`, in the order of the ids.
    ///
    /// - Parameters:
    ///   - variant: the variant to read.
    ///   - personaIDs: the ids; one that comes twice is loaded twice.
    ///   - layers: the layers to keep, in this order; nil keeps all. Only their bytes are read.
    /// - Returns: the block; its rows follow `personaIDs`.
    /// - Throws: ``ArtifactError`` as ``load(_:personaID:)`` does, also when the vectors differ in
    ///   shape or a layer is out of range.
    /// - Complexity: O(bytes asked for).
    func loadAll(
        _ variant: PromptVariant, personaIDs: [String], layers: [Int]?
    ) async throws -> PersonaVectorBlock
}

/// The vectors of several personas in one block of memory.
///
/// The element of persona `p`, layer `l` (counted in ``layers``) and feature `f` lies at
/// `(p * layers.count + l) * hiddenSize + f`.
public struct PersonaVectorBlock: Sendable {
    /// `personaCount` × `layers.count` × `hiddenSize` values.
    public let values: AlignedFloats

    /// The number of personas.
    public let personaCount: Int

    /// The layer that each row of a persona is, as the model counts its blocks.
    public let layers: [Int]

    /// The features of one layer.
    public let hiddenSize: Int

    /// A block over values laid out as described above; a count that does not fit traps.
    public init(values: AlignedFloats, personaCount: Int, layers: [Int], hiddenSize: Int) {
        precondition(
            values.count == personaCount * layers.count * hiddenSize,
            "the block must hold personaCount × layers.count × hiddenSize values")
        self.values = values
        self.personaCount = personaCount
        self.layers = layers
        self.hiddenSize = hiddenSize
    }
}
