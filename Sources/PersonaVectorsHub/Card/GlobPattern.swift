/// A pattern for paths in a repository, with the rules of `fsspec`: `*` and `?` stay within a
/// folder, `**` crosses folders, `[…]` is a set of characters.
///
/// Cards are written by anybody: matching takes O(pattern × path) whatever the pattern.
struct GlobPattern: Sendable {
    private let names: [String]
    private let segments: [Segment]

    init(_ text: String) {
        names = text.split(separator: "/").map(String.init)
        segments = names.map { Segment($0) }
    }

    /// Files that no pattern means unless it names them.
    private static let bookkeeping: Set<String> = [
        "README.md", "config.json", "dataset_info.json", "dataset_infos.json", "dummy_data.zip",
        "dataset_dict.json",
    ]

    /// Whether the pattern means a file.
    func matches(_ path: String) -> Bool {
        let parts = path.split(separator: "/").map { Array($0) }
        let isMatch = Self.match(segments, parts, any: .folders) { $0.matches($1) }
        guard isMatch, let file = parts.last.map({ String($0) }) else { return false }
        let isHidden = parts.enumerated().contains { index, part in
            let mark = part.first == "." ? "." : "__"
            guard part.starts(with: mark), mark == "." || index < parts.count - 1 else {
                return false
            }
            return !names.contains { $0.hasPrefix(mark) }
        }
        return !isHidden && (!Self.bookkeeping.contains(file) || names.contains(file))
    }

    /// Matches a list with a pattern of which some elements stand for any number of items.
    ///
    /// Going back to the last of these is enough: what an earlier one could take in addition, the
    /// last can take as well.
    fileprivate static func match<Element: Equatable, Item>(
        _ pattern: [Element], _ items: [Item], any: Element, isOne: (Element, Item) -> Bool
    ) -> Bool {
        var (place, index) = (0, 0)
        var retry: (place: Int, index: Int)?
        while index < items.count {
            if place < pattern.count, pattern[place] == any {
                retry = (place, index)
                place += 1
            } else if place < pattern.count, isOne(pattern[place], items[index]) {
                place += 1
                index += 1
            } else if let last = retry {
                retry = (last.place, last.index + 1)
                place = last.place + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == any }
    }
}

/// What a pattern says of one part of a path.
private enum Segment: Equatable {
    /// `**`: any number of folders.
    case folders
    case name([Symbol])

    enum Symbol: Equatable {
        case any
        case one
        case character(Character)
        case set(ArraySlice<Character>)
    }

    init(_ text: String) {
        guard text != "**" else {
            self = .folders
            return
        }
        var symbols: [Symbol] = []
        var rest = Array(text)[...]
        while let first = rest.first {
            if first == "[", let close = rest.dropFirst(2).firstIndex(of: "]") {
                symbols.append(.set(rest[(rest.startIndex + 1)..<close]))
                rest = rest[(close + 1)...]
                continue
            }
            symbols.append(first == "*" ? .any : first == "?" ? .one : .character(first))
            rest = rest.dropFirst()
        }
        self = .name(symbols)
    }

    func matches(_ part: [Character]) -> Bool {
        guard case .name(let symbols) = self else { return false }
        return GlobPattern.match(symbols, part, any: .any) { symbol, character in
            switch symbol {
            case .any: false
            case .one: true
            case .character(let wanted): wanted == character
            case .set(let members): Self.contains(members, character)
            }
        }
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
