/// What a schema says of one attribute of the personas.
public struct AttributeInfo: Sendable, Equatable {
    /// The scale that an attribute is measured on; open, because schemas may name others.
    public struct Kind: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The name in the schema.
        public let rawValue: String

        /// A kind of any name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The name in the schema.
        public var description: String { rawValue }

        /// Numbers.
        public static let numeric = Kind(rawValue: "numeric")
        /// Classes with an order.
        public static let ordinal = Kind(rawValue: "ordinal")
        /// Two classes.
        public static let binary = Kind(rawValue: "binary")
        /// Classes without an order.
        public static let nominal = Kind(rawValue: "nominal")
    }

    /// The attribute's name.
    public let name: String
    /// The scale, when the schema names one.
    public let kind: Kind?
    /// The possible values, lowest first; empty when the schema lists none.
    public let orderedValues: [AttributeValue]
    /// The values that occurred when the data set was made, most frequent first.
    public let seedValues: [AttributeValue]
    /// How many different values occurred then; nil when the schema does not say.
    public let uniqueValueCount: Int?
    /// Whether there are too many values to count them.
    public let isHighCardinality: Bool
    /// Whether the attribute tells personas apart rather than describing them.
    public let isIdentifier: Bool
    /// The schema's advice, for example `drop`.
    public let analysisRecommendation: String?

    /// What is known of one attribute; nothing but the name when there is no schema.
    public init(
        name: String, kind: Kind? = nil, orderedValues: [AttributeValue] = [],
        seedValues: [AttributeValue] = [], isHighCardinality: Bool = false,
        isIdentifier: Bool = false, analysisRecommendation: String? = nil,
        uniqueValueCount: Int? = nil
    ) {
        self.uniqueValueCount = uniqueValueCount
        self.name = name
        self.kind = kind
        self.orderedValues = orderedValues
        self.seedValues = seedValues
        self.isHighCardinality = isHighCardinality
        self.isIdentifier = isIdentifier
        self.analysisRecommendation = analysisRecommendation
    }
}
