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
}
