/// What the Hub says that a card declares, kept beside the parts of files under the name of the
/// card's content: `huggingface_hub` has no place for it in the cache that is shared.
extension RangeCache {
    /// Keeps the card of a listing, if there is one.
    func storeCard(of snapshot: RepositorySnapshot) throws {
        guard let key = key(of: snapshot), let card = snapshot.cardData else { return }
        let bytes = try JSONCoding.encode(card)
        // The same content has the same card.
        guard ranges(of: key).ranges != [0..<bytes.count] else { return }
        try remove(key)
        try store(bytes, at: 0, of: key)
    }

    /// The card of a listing; nil when it is not here, and then the file itself can be read.
    func card(of snapshot: RepositorySnapshot) -> HubJSON? {
        guard let key = key(of: snapshot) else { return nil }
        var parts = parts(of: key)
        var found: HubJSON?
        parts.forEach(overlapping: 0..<1) { _, bytes in
            found = try? JSONCoding.decode(HubJSON.self, from: Array(bytes))
        }
        return found
    }

    private func key(of snapshot: RepositorySnapshot) -> String? {
        snapshot["README.md"].map { $0.etag + Self.cardMark }
    }

    private static let cardMark = "-card"

    /// The name of the content that a key of this cache is of.
    static func contentName(ofKey key: String) -> String {
        key.hasSuffix(cardMark) ? String(key.dropLast(cardMark.count)) : key
    }
}
