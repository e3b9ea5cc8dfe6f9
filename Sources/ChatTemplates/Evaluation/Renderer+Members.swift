/// Members of values: `value.name`, `value[key]` and the paths that filters take.
extension Renderer {
    func attribute(
        _ name: String, of value: TemplateValue
    ) throws(ChatTemplateError) -> TemplateValue {
        try value.failIfUndefined()
        if Self.methods(of: value).contains(name) { return .method(value, name) }
        switch value {
        case .dictionary(let dictionary):
            if let member = dictionary[name] { return member }
        case .namespace(let namespace):
            if let member = namespace.variables[name] { return member }
        default: break
        }
        // What Python has and this package has not must not look as if it were nothing.
        if Self.unsupportedMethods(of: value).contains(name) { throw .unknown("method", name) }
        return .undefined("'\(value.typeName) object' has no attribute '\(name)'")
    }

    mutating func item(
        _ key: TemplateValue, of value: TemplateValue
    ) throws(ChatTemplateError) -> TemplateValue {
        try value.failIfUndefined()
        if let index = key.integer {
            try charge(value.text?.utf8.count ?? 0)
            return Self.element(index, of: value)
                ?? .undefined("\(value.typeName) object has no element \(index)")
        }
        guard let name = key.text else {
            return .undefined("\(value.typeName) object has no such element")
        }
        try charge(name.utf8.count)
        if case .dictionary(let dictionary) = value, let member = dictionary[name] { return member }
        return try attribute(name, of: value)
    }

    private static func element(_ index: Int, of value: TemplateValue) -> TemplateValue? {
        switch value {
        case .list(let list) where list.hasPositions:
            let position = index < 0 ? index + list.items.count : index
            return list.items.indices.contains(position) ? list.items[position] : nil
        case .string(let text):
            let scalars = text.unicodeScalars
            let start = index < 0 ? scalars.endIndex : scalars.startIndex
            let limit = index < 0 ? scalars.startIndex : scalars.endIndex
            guard let place = scalars.index(start, offsetBy: index, limitedBy: limit),
                place < scalars.endIndex
            else { return nil }
            return .string(String(scalars[place]))
        default: return nil
        }
    }

    /// What a path such as `a.b.0` leads to, from each of `items`.
    ///
    /// - Parameters:
    ///   - path: names and positions with dots between them, or a position.
    ///   - items: where the path begins.
    ///   - fallback: what stands for a step that leads nowhere; nil leaves it undefined.
    /// - Returns: as many values.
    /// - Throws: ``ChatTemplateError``, also when a path goes on behind what does not exist.
    mutating func follow(
        _ path: TemplateValue, from items: [TemplateValue], fallback: TemplateValue? = nil
    ) throws(ChatTemplateError) -> [TemplateValue] {
        let keys = try Self.keys(of: path)
        var values: [TemplateValue] = []
        for item in items {
            var value = item
            for key in keys {
                try charge()
                value = try self.item(key, of: value)
                if case .undefined = value, let fallback { value = fallback }
            }
            values.append(value)
        }
        return values
    }

    private static func keys(of path: TemplateValue) throws(ChatTemplateError) -> [TemplateValue] {
        if path.integer != nil { return [path] }
        guard let text = path.text else { throw .operation("an attribute", on: path.kind) }
        return text.split(at: ".", limit: nil).map { part in
            let isNumber = !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            return isNumber ? Int(part).map { .integer($0) } ?? .string(part) : .string(part)
        }
    }
}
