/// A token that is found in the text as it stands, before the model sees it.
struct AddedToken: Decodable, Sendable {
    let id: Int
    let content: String
    /// Whether it must not touch a letter, digit or underscore.
    let singleWord: Bool
    /// Whether it takes the white space before it along.
    let takesSpaceBefore: Bool
    /// Whether it takes the white space behind it along.
    let takesSpaceAfter: Bool
    /// Whether it is looked for in normalized text.
    let normalized: Bool
    /// Whether decoding may leave it out.
    let special: Bool

    private enum CodingKeys: String, CodingKey {
        case id, content, normalized, special
        case singleWord = "single_word"
        case takesSpaceBefore = "lstrip"
        case takesSpaceAfter = "rstrip"
    }
}
