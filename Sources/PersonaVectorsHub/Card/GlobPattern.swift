/// A pattern for paths in a repository, with the rules of `fsspec`: `*` and `?` stay within a
/// folder, `**` crosses folders, `[…]` is a set of characters.
struct GlobPattern: Sendable {
    private let text: String
    private let segments: [[Character]]

    init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/").map(Array.init)
    }

    /// Files that no pattern means unless it names them.
    private static let bookkeeping: Set<String> = [
        "README.md", "config.json", "dataset_info.json", "dataset_infos.json", "dummy_data.zip",
        "dataset_dict.json",
    ]

    /// Whether the pattern means a file.
    func matches(_ path: String) -> Bool {
        let parts = path.split(separator: "/").map(String.init)
        guard Self.match(segments[...], parts[...]) else { return false }
        let named = Set(segments.map { String($0) })
        let isHidden = parts.enumerated().contains { index, part in
            (part.hasPrefix(".") || (part.hasPrefix("__") && index < parts.count - 1))
                && !segments.contains { $0.starts(with: part.prefix(part.hasPrefix(".") ? 1 : 2)) }
        }
        let isBookkeeping = parts.last.map { Self.bookkeeping.contains($0) } ?? true
        return !isHidden && (!isBookkeeping || parts.last.map { named.contains($0) } ?? false)
    }

    private static func match(_ pattern: ArraySlice<[Character]>, _ parts: ArraySlice<String>)
        -> Bool
    {
        guard let segment = pattern.first else { return parts.isEmpty }
        if segment == ["*", "*"] {
            return (0...parts.count).contains { match(pattern.dropFirst(), parts.dropFirst($0)) }
        }
        guard let part = parts.first, matchSegment(segment[...], Array(part)[...]) else {
            return false
        }
        return match(pattern.dropFirst(), parts.dropFirst())
    }

    private static func matchSegment(
        _ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>
    ) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == "*" {
            return (0...text.count).contains {
                matchSegment(pattern.dropFirst(), text.dropFirst($0))
            }
        }
        guard let character = text.first else { return false }
        if first == "[", let close = pattern.dropFirst(2).firstIndex(of: "]") {
            let set = pattern[(pattern.startIndex + 1)..<close]
            guard contains(set, character) else { return false }
            return matchSegment(pattern[(close + 1)...], text.dropFirst())
        }
        guard first == "?" || first == character else { return false }
        return matchSegment(pattern.dropFirst(), text.dropFirst())
    }

    /// Whether `[abc]`, `[a-z]` or `[!a-z]` has a character.
    private static func contains(_ set: ArraySlice<Character>, _ character: Character) -> Bool {
        var members = set
        let isNegated = members.first == "!" || members.first == "^"
        if isNegated { members = members.dropFirst() }
        var isMember = false
        while let low = members.popFirst() {
            if members.first == "-", let high = members.dropFirst().first {
                members = members.dropFirst(2)
                isMember = isMember || (low <= character && character <= high)
            } else {
                isMember = isMember || low == character
            }
        }
        return isMember != isNegated
    }
}
