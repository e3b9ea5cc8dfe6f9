/// How a text is continued.
public struct GenerationOptions: Hashable, Sendable {
    /// The most tokens to write.
    public var maximumCount: Int
    /// End tokens are never chosen before this many tokens are written; the original sets it to
    /// the maximum.
    public var minimumCount: Int
    /// 0 takes the likeliest token; else logits are divided by it before the draw.
    public var temperature: Double
    /// Draws are made among the likeliest tokens whose probabilities add up to this.
    public var topP: Double
    /// Decides the draws; the same seed gives the same text.
    public var seed: UInt32
    /// The ids that end the text; nil means the model's own.
    public var endTokens: [Int]?

    /// Options; the defaults write greedily up to 128 tokens.
    public init(
        maximumCount: Int = 128, minimumCount: Int = 0, temperature: Double = 0,
        topP: Double = 1, seed: UInt32 = 0, endTokens: [Int]? = nil
    ) {
        self.maximumCount = maximumCount
        self.minimumCount = minimumCount
        self.temperature = temperature
        self.topP = topP
        self.seed = seed
        self.endTokens = endTokens
    }
}
