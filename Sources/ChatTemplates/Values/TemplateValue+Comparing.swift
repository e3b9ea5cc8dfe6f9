import ByteSearch

extension TemplateValue {
    /// Python's `==`.
    ///
    /// - Complexity: O(n) in the smaller ``weight``.
    func equals(_ other: TemplateValue) -> Bool {
        switch (self, other) {
        case (.undefined, .undefined), (.none, .none): return true
        case (.string(let left), .string(let right)): return left.isSame(as: right)
        case (.list(let left), .list(let right)):
            return left.kind == right.kind && left.items.count == right.items.count
                && zip(left.items, right.items).allSatisfy { $0.equals($1) }
        case (.dictionary(let left), .dictionary(let right)):
            return left.members.count == right.members.count
                && left.members.allSatisfy { member in
                    right[member.key].map { member.value.equals($0) } ?? false
                }
        case (.namespace(let left), .namespace(let right)): return left === right
        default:
            if let left = integer, let right = other.integer { return left == right }
            guard let left = double, let right = other.double else { return false }
            return left == right
        }
    }

    /// Python's `<`, for numbers, strings and lists.
    ///
    /// - Complexity: O(n) in the smaller ``weight``.
    func isLess(than other: TemplateValue) throws(ChatTemplateError) -> Bool {
        switch (self, other) {
        case (.string(let left), .string(let right)):
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.list(let left), .list(let right)) where left.kind == right.kind && left.isPlain:
            for (one, two) in zip(left.items, right.items) where !one.equals(two) {
                return try one.isLess(than: two)
            }
            return left.items.count < right.items.count
        default:
            try failIfUndefined()
            try other.failIfUndefined()
            if let left = integer, let right = other.integer { return left < right }
            guard let left = double, let right = other.double else {
                throw .operation("'<'", on: kind, other.kind)
            }
            return left < right
        }
    }

    /// Python's `in`.
    ///
    /// - Complexity: O(n) in ``weight``.
    func contains(_ item: TemplateValue) throws(ChatTemplateError) -> Bool {
        switch self {
        case .string(let text):
            guard let part = item.text else { throw .operation("'in' a string", on: item.kind) }
            return part.isEmpty
                || !Array(text.utf8).ranges(of: Array(part.utf8), limit: 1).isEmpty
        case .dictionary(let dictionary):
            return item.text.flatMap { dictionary[$0] } != nil
        default:
            return try items().contains { $0.equals(item) }
        }
    }

    /// Throws when the value is undefined.
    func failIfUndefined() throws(ChatTemplateError) {
        if case .undefined(let hint) = self { throw .undefined(hint) }
    }

    /// What a loop over the value gives.
    ///
    /// - Complexity: O(1) for lists, else O(n).
    func items() throws(ChatTemplateError) -> [TemplateValue] {
        switch self {
        case .undefined: return []
        case .list(let list): return list.items
        case .string(let text):
            let scalars = text.unicodeScalars
            guard scalars.count <= Limit.bytes / Self.baseWeight else {
                throw .tooManyBytes("a value")
            }
            return scalars.map { .string(String($0)) }
        case .dictionary(let dictionary): return dictionary.members.map { .string($0.key) }
        default: throw .operation("a loop", on: kind)
        }
    }

    /// Python's `len`.
    func count() throws(ChatTemplateError) -> Int {
        switch self {
        case .undefined: return 0
        case .string(let text): return text.unicodeScalars.count
        case .list(let list) where list.kind != .generator: return list.items.count
        case .dictionary(let dictionary): return dictionary.members.count
        default: throw .operation("'length'", on: kind)
        }
    }
}
