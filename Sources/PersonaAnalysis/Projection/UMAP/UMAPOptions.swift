/// How ``projectUMAP(_:options:normalized:threads:)`` lays samples out.
public struct UMAPOptions: Sendable {
    /// How many dimensions to project into.
    public var componentCount = 2

    /// The size of a sample's neighborhood, the sample itself included; more than there are
    /// samples less one means that many.
    public var neighborCount = 15

    /// How close to each other samples may come in the picture, 0 … 1.
    public var minimumDistance = 0.1

    /// Seeds the first positions and the random repulsion.
    public var seed: UInt32 = 42

    /// The rounds of the layout; nil means 500, or 200 for more than 10,000 samples, and 0 leaves the
    /// samples at their random first positions.
    public var epochCount: Int?

    /// The defaults of the Python original.
    public init() {}
}
