/// Several values in order: one of Python's sequences, or what it makes of one.
struct TemplateList {
    /// Which of them; they differ in what may be done with them and in how they look.
    enum Kind: String {
        case list
        case tuple
        case range
        /// What the methods of a dict give: it has a length, but no positions.
        case view
        /// What filters like `map` give: always true, without a length.
        case generator
    }

    let items: [TemplateValue]
    let kind: Kind
    /// How deep the values in it lie in one another.
    let depth: Int
    /// About how many bytes it takes, with all that is in it.
    let weight: Int

    /// The values in order.
    ///
    /// - Throws: ``ChatTemplateError`` when they are too many or lie too deep.
    /// - Complexity: O(n) in the number of items, whatever is in them.
    init(_ items: [TemplateValue], kind: Kind = .list) throws(ChatTemplateError) {
        self.items = items
        self.kind = kind
        var depth = 0
        var weight = 0
        for item in items {
            depth = max(depth, item.depth)
            weight += item.weight
        }
        self.depth = depth + 1
        self.weight = weight
        try Self.check(depth: self.depth, weight: weight)
    }

    /// Throws when a value is too deep or too large.
    static func check(depth: Int, weight: Int) throws(ChatTemplateError) {
        guard depth <= Limit.valueNesting else {
            throw .tooMuch("the depth of values in one another", limit: Limit.valueNesting)
        }
        guard weight <= Limit.bytes else { throw .tooManyBytes("a value") }
    }

    var isEmpty: Bool { items.isEmpty }

    /// Whether `[0]` and slices give something.
    var hasPositions: Bool { [.list, .tuple, .range].contains(kind) }

    /// Whether `+`, `print` and `tojson` know it; the others Python shows by their addresses.
    var isPlain: Bool { kind == .list || kind == .tuple }
}

/// A dictionary in the order of its keys, all of which are strings in chat templates.
struct TemplateDictionary {
    private(set) var members: [(key: String, value: TemplateValue)] = []
    private(set) var weight = 0
    private(set) var depth = 1
    /// Where the keys stand, by their bytes, as Swift's `==` would merge equivalent ones; empty while
    /// the members are few enough to look through.
    private var positions: [[UInt8]: Int] = [:]
    private static let few = 16

    subscript(key: String) -> TemplateValue? { position(of: key).map { members[$0].value } }

    private func position(of key: String) -> Int? {
        if members.count > Self.few { return positions[Array(key.utf8)] }
        return members.firstIndex { $0.key.isSame(as: key) }
    }

    /// Sets a member; a new one comes last.
    ///
    /// - Throws: ``ChatTemplateError`` when the dictionary becomes too large or too deep.
    mutating func set(_ key: String, _ value: TemplateValue) throws(ChatTemplateError) {
        if let index = position(of: key) {
            weight += value.weight - members[index].value.weight
            members[index].value = value
        } else {
            weight += TemplateValue.baseWeight + key.utf8.count + value.weight
            members.append((key, value))
            index(from: members.count == Self.few + 1 ? 0 : members.count - 1)
        }
        depth = max(depth, value.depth + 1)
        try TemplateList.check(depth: depth, weight: weight)
    }

    private mutating func index(from first: Int) {
        guard members.count > Self.few else { return }
        for position in first..<members.count {
            positions[Array(members[position].key.utf8)] = position
        }
    }

    /// Leaves nothing.
    mutating func removeAll() { self = TemplateDictionary() }
}
