/// Python's string methods, which work on code points.
extension String {
    /// `str.strip`, `lstrip` and `rstrip`.
    ///
    /// - Parameters:
    ///   - characters: what is taken away; nil takes white space as Python sees it.
    ///   - start: whether the beginning is stripped.
    ///   - end: whether the end is stripped.
    /// - Returns: the text without them.
    package func stripped(
        of characters: String? = nil, start: Bool = true, end: Bool = true
    ) -> String {
        let set = characters.map { Set($0.unicodeScalars) }
        func goes(_ scalar: Unicode.Scalar) -> Bool {
            set?.contains(scalar) ?? scalar.isPythonSpace
        }
        var scalars = unicodeScalars[...]
        if start { scalars = scalars.drop(while: goes) }
        while end, let last = scalars.last, goes(last) { scalars.removeLast() }
        return String(scalars)
    }

    /// `str.split`; without a separator white space separates and there are no empty parts.
    func split(at separator: String?, limit: Int?) -> [String] {
        guard let separator else { return splitAtSpace(limit: limit) }
        let bytes = Array(utf8)
        var parts: [String] = []
        var start = 0
        for match in bytes.ranges(of: Array(separator.utf8)) {
            if let limit, limit >= 0, parts.count == limit { break }
            parts.append(String(decoding: bytes[start..<match.lowerBound], as: UTF8.self))
            start = match.upperBound
        }
        return parts + [String(decoding: bytes[start...], as: UTF8.self)]
    }

    private func splitAtSpace(limit: Int?) -> [String] {
        var parts: [String] = []
        var rest = unicodeScalars.drop(while: \.isPythonSpace)
        while !rest.isEmpty {
            if let limit, limit >= 0, parts.count == limit {
                parts.append(String(rest).stripped(start: false))
                break
            }
            let word = rest.prefix { !$0.isPythonSpace }
            parts.append(String(word))
            rest = rest[word.endIndex...].drop(while: \.isPythonSpace)
        }
        return parts
    }

    /// `str.replace`.
    func replacing(_ old: String, with new: String, limit: Int?) -> String {
        if old.isEmpty { return self }
        return split(at: old, limit: limit).joined(separator: new)
    }

    /// `str.title`.
    var titled: String {
        var result = ""
        var isInWord = false
        for scalar in unicodeScalars {
            let properties = scalar.properties
            result += isInWord ? properties.lowercaseMapping : properties.titlecaseMapping
            isInWord = properties.isCased
        }
        return result
    }

    /// `str.capitalize`.
    var capitalizedOnce: String {
        guard let first = unicodeScalars.first else { return self }
        return first.properties.titlecaseMapping
            + String(unicodeScalars.dropFirst()).lowercased()
    }
}

extension Unicode.Scalar {
    /// Whether `str.isspace` is true: white space, and the separators U+001C to U+001F.
    var isPythonSpace: Bool {
        properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains(self)
    }
}

extension Unicode.Scalar {
    /// Whether `str.isdigit` is true.
    var isPythonDigit: Bool {
        properties.numericType == .decimal || properties.numericType == .digit
    }
}

extension [UInt8] {
    /// Where `pattern` occurs, from left to right without overlaps; nowhere when it is empty.
    func ranges(of pattern: [UInt8]) -> [Range<Int>] {
        guard !pattern.isEmpty else { return [] }
        var found: [Range<Int>] = []
        var position = 0
        while position + pattern.count <= count {
            let candidate = position..<position + pattern.count
            if self[candidate].elementsEqual(pattern) {
                found.append(candidate)
                position = candidate.upperBound
            } else {
                position += 1
            }
        }
        return found
    }
}
