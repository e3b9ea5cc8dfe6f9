/// The tokens that a file adds to its model's vocabulary.
struct AddedVocabulary: Sendable {
    /// Finds the tokens that stand in the text as it was given.
    let inOriginal: AddedTokenMatcher
    /// Finds the tokens that stand in normalized text.
    let inNormalized: AddedTokenMatcher

    private let texts: [Int: String]
    private let special: Set<Int>
    private let ids: [[UInt8]: Int]

    init(_ tokens: [AddedToken], normalizer: Normalizer?) {
        // The library shows a token that is looked for in normalized text as it looks there.
        func text(_ token: AddedToken) -> [UInt8] {
            var text = AlignedText(original: Array(token.content.utf8))
            if token.normalized { normalizer?.apply(to: &text) }
            return text.bytes
        }
        inOriginal = AddedTokenMatcher(tokens.filter { !$0.normalized }, text: text)
        inNormalized = AddedTokenMatcher(tokens.filter(\.normalized), text: text)
        texts = Dictionary(
            tokens.map { ($0.id, String(decoding: text($0), as: UTF8.self)) },
            uniquingKeysWith: { $1 })
        special = Set(tokens.filter(\.special).map(\.id))
        // Bytes, not strings: Swift holds two strings equal that differ only in normalization.
        ids = Dictionary(
            tokens.map { (Array($0.content.utf8), $0.id) }, uniquingKeysWith: { $1 })
    }

    func token(for id: Int) -> String? { texts[id] }

    func isSpecial(_ id: Int) -> Bool { special.contains(id) }

    func id(of content: String) -> Int? { ids[Array(content.utf8)] }

    /// How many of the tokens are not in the model's vocabulary too.
    func countOutside(_ vocabulary: Vocabulary) -> Int {
        ids.keys.count { vocabulary.id(of: $0[...]) == nil }
    }
}
