/// Filters of lists.
extension Renderer {
    mutating func listFilter(
        _ name: String, _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        switch name {
        case "list": return try TemplateValue(iterated(value))
        case "first":
            return try iterated(value).first ?? .undefined("No first item, sequence was empty.")
        case "last":
            if case .list(let list) = value, list.kind == .generator {
                throw .operation("'last'", on: value.kind)
            }
            return try iterated(value).last ?? .undefined("No last item, sequence was empty.")
        case "reverse":
            if let text = value.text {
                try charge(text.utf8.count)
                return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
            }
            return try TemplateValue(iterated(value).reversed(), kind: .generator)
        case "join": return .string(try join(value, arguments))
        case "sum":
            var sum = arguments.value(1, "start") ?? .integer(0)
            if sum.text != nil { throw .operation("'sum'", on: sum.kind) }
            for item in try chosen(iterated(value), arguments.value(0, "attribute")) {
                sum = try combine(.add, sum, item)
            }
            return sum
        case "items":
            if case .undefined = value { return try TemplateValue([], kind: .generator) }
            guard case .dictionary = value else { throw .operation("'items'", on: value.kind) }
            let items = try iterated(callMethod("items", of: value, ArgumentValues()))
            return try TemplateValue(items, kind: .generator)
        case "dictsort": return try dictionarySorted(value, arguments)
        case "sort":
            let items = try iterated(value)
            let keys = try sortKeys(of: items, arguments)
            let isReversed = arguments.value(0, "reverse")?.isTrue ?? false
            return try TemplateValue(sorted(items, by: keys, isReversed: isReversed))
        default: return try TemplateValue(unique(iterated(value), arguments), kind: .generator)
        }
    }

    private mutating func join(
        _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> String {
        var texts: [String] = []
        for item in try chosen(iterated(value), arguments.value(1, "attribute")) {
            texts.append(try printed(item))
        }
        return try join(texts, by: printed(arguments.value(0, "d") ?? .string("")))
    }

    /// What an optional path leads to from each item.
    private mutating func chosen(
        _ items: [TemplateValue], _ path: TemplateValue?
    ) throws(ChatTemplateError) -> [TemplateValue] {
        guard let path else { return items }
        if case .none = path { return items }
        return try follow(path, from: items)
    }

    // MARK: Order

    private static func folded(
        _ value: TemplateValue, _ isCaseSensitive: Bool
    ) -> TemplateValue {
        isCaseSensitive ? value : value.text.map { .string($0.pythonLowercased) } ?? value
    }

    /// What `sort` compares; several attributes, with commas between, one after the other.
    private mutating func sortKeys(
        of items: [TemplateValue], _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> [TemplateValue] {
        let isCaseSensitive = arguments.value(1, "case_sensitive")?.isTrue ?? false
        guard let paths = arguments.value(2, "attribute")?.text, paths.contains(",") else {
            return try chosen(items, arguments.value(2, "attribute"))
                .map { Self.folded($0, isCaseSensitive) }
        }
        var columns: [[TemplateValue]] = []
        for path in paths.split(at: ",", limit: nil) {
            columns.append(
                try follow(.string(path), from: items).map { Self.folded($0, isCaseSensitive) })
        }
        var keys: [TemplateValue] = []
        for index in items.indices { keys.append(try TemplateValue(columns.map { $0[index] })) }
        return keys
    }

    private mutating func dictionarySorted(
        _ value: TemplateValue, _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> TemplateValue {
        guard case .dictionary(let dictionary) = value else {
            throw .operation("'dictsort'", on: value.kind)
        }
        let isCaseSensitive = arguments.value(0, "case_sensitive")?.isTrue ?? false
        let by = arguments.value(1, "by")?.text ?? "key"
        guard by == "key" || by == "value" else {
            throw .operation("'dictsort'", on: "an order by '\(by)'")
        }
        let keys = dictionary.members.map {
            Self.folded(by == "key" ? .string($0.key) : $0.value, isCaseSensitive)
        }
        let items = try iterated(callMethod("items", of: value, ArgumentValues()))
        let isReversed = arguments.value(2, "reverse")?.isTrue ?? false
        return try TemplateValue(sorted(items, by: keys, isReversed: isReversed))
    }

    /// The items in the order of their keys; those with equal keys stay as they come.
    private mutating func sorted(
        _ items: [TemplateValue], by keys: [TemplateValue], isReversed: Bool
    ) throws(ChatTemplateError) -> [TemplateValue] {
        let weight = keys.reduce(0) { min($0 + $1.weight, Limit.bytes) }
        // Each key is compared about as often as the number of items has binary digits.
        for _ in 0..<(Int.bitWidth - items.count.leadingZeroBitCount) { try charge(weight) }
        var failure: ChatTemplateError?
        let order = items.indices.sorted { left, right in
            do throws(ChatTemplateError) {
                let (first, second) = isReversed ? (right, left) : (left, right)
                if try keys[first].isLess(than: keys[second]) { return true }
                if try keys[second].isLess(than: keys[first]) { return false }
            } catch {
                failure = failure ?? error
            }
            return left < right
        }
        if let failure { throw failure }
        return order.map { items[$0] }
    }

    // MARK: Unique

    private mutating func unique(
        _ items: [TemplateValue], _ arguments: ArgumentValues
    ) throws(ChatTemplateError) -> [TemplateValue] {
        let isCaseSensitive = arguments.value(0, "case_sensitive")?.isTrue ?? false
        let keys = try chosen(items, arguments.value(1, "attribute"))
        var seen: Set<HashableValue> = []
        var unique: [TemplateValue] = []
        for (item, key) in zip(items, keys) {
            try charge(key.size)
            let hashable = try HashableValue(Self.folded(key, isCaseSensitive))
            if seen.insert(hashable).inserted { unique.append(item) }
        }
        return unique
    }
}
