/// What a tokenizer does to text before splitting it.
enum Normalizer {
    /// Normalization form C.
    case canonicalComposition
    /// A text before everything that is not empty.
    case prepend([UInt8])
    /// One text instead of another, everywhere.
    case replace([UInt8], with: [UInt8])
    /// Several, one after the other.
    case sequence([Normalizer])

    func apply(to text: inout AlignedText) {
        switch self {
        case .canonicalComposition: text.composeCanonically()
        case .prepend(let prefix): text.prepend(prefix)
        case .replace(let pattern, let content): text.replace(pattern, with: content)
        case .sequence(let parts): for part in parts { part.apply(to: &text) }
        }
    }

    /// How many times as long a text can become, at most.
    var growth: Double {
        switch self {
        case .canonicalComposition: 1
        case .prepend(let prefix): Double(1 + prefix.count)
        case .replace(let pattern, let content):
            Growth.replacing(pattern.count, by: content.count)
        case .sequence(let parts): parts.reduce(1) { $0 * $1.growth }
        }
    }
}

/// How much longer a file may make texts: encoding and decoding cannot fail, so what would fill the
/// memory must not be loaded.
enum Growth {
    /// Far more than any model needs: one space becomes a character of three bytes.
    static let maximum = 1000.0

    static func replacing(_ pattern: Int, by content: Int) -> Double {
        max(1, Double(content) / Double(max(pattern, 1)))
    }
}
