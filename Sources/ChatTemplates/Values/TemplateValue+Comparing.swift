extension TemplateValue {
    /// Python's `==`.
    func equals(_ other: TemplateValue) -> Bool {
        switch (self, other) {
        case (.undefined, .undefined), (.none, .none): return true
        case (.string(let left), .string(let right)): return left.isSame(as: right)
        case (.list(let left), .list(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { $0.equals($1) }
        case (.dictionary(let left), .dictionary(let right)):
            return left.members.count == right.members.count
                && left.members.allSatisfy { member in
                    right[member.key].map { member.value.equals($0) } ?? false
                }
        case (.namespace(let left), .namespace(let right)): return left === right
        default:
            guard let left = double, let right = other.double else { return false }
            return left == right
        }
    }

    /// Python's `<`, for numbers, strings and lists.
    func isLess(than other: TemplateValue) throws(ChatTemplateError) -> Bool {
        switch (self, other) {
        case (.string(let left), .string(let right)):
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.list(let left), .list(let right)):
            for (one, two) in zip(left, right) where !one.equals(two) {
                return try one.isLess(than: two)
            }
            return left.count < right.count
        default:
            try failIfUndefined()
            try other.failIfUndefined()
            guard let left = double, let right = other.double else {
                throw .operation("'<'", on: kind, other.kind)
            }
            return left < right
        }
    }

    /// Python's `in`.
    func contains(_ item: TemplateValue) throws(ChatTemplateError) -> Bool {
        switch self {
        case .string(let text):
            guard let part = item.text else { throw .operation("'in' a string", on: item.kind) }
            return part.isEmpty || !Array(text.utf8).ranges(of: Array(part.utf8)).isEmpty
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
    func items() throws(ChatTemplateError) -> [TemplateValue] {
        switch self {
        case .undefined: return []
        case .list(let items): return items
        case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
        case .dictionary(let dictionary): return dictionary.members.map { .string($0.key) }
        default: throw .operation("a loop", on: kind)
        }
    }

    /// Python's `len`.
    func count() throws(ChatTemplateError) -> Int {
        switch self {
        case .string(let text): return text.unicodeScalars.count
        case .list, .dictionary, .undefined: return try items().count
        default: throw .operation("'length'", on: kind)
        }
    }
}
