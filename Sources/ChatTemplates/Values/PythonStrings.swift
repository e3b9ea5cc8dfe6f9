import ByteSearch

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
    ///
    /// The separator must not be empty: Python refuses that.
    func split(at separator: String?, limit: Int?) -> [String] {
        guard let separator else { return splitAtSpace(limit: limit) }
        let bytes = Array(utf8)
        var parts: [String] = []
        var start = 0
        for match in bytes.ranges(of: Array(separator.utf8), limit: limit) {
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

    /// `str.splitlines`, of a text that ends with a line break.
    var pythonLines: [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in unicodeScalars {
            if scalar == "\n", isAfterReturn {
                isAfterReturn = false
                continue
            }
            isAfterReturn = scalar == "\r"
            if scalar.isPythonLineBreak {
                lines.append(String(line))
                line = String.UnicodeScalarView()
            } else {
                line.append(scalar)
            }
        }
        return line.isEmpty ? lines : lines + [String(line)]
    }

    /// `str.replace`; nothing stands before, between and behind all code points.
    func replacing(_ old: String, with new: String, limit: Int?) -> String {
        guard old.isEmpty else { return split(at: old, limit: limit).joined(separator: new) }
        var result = ""
        var count = 0
        for scalar in unicodeScalars {
            if limit.map({ $0 < 0 || count < $0 }) ?? true { result += new }
            count += 1
            result.unicodeScalars.append(scalar)
        }
        return limit.map { $0 < 0 || count < $0 } ?? true ? result + new : result
    }

    /// `str.lower`: a sigma that ends a word has a form of its own.
    var pythonLowercased: String {
        unicodeScalars.contains("\u{3A3}") ? lowercased(from: 0) : lowercased()
    }

    /// `str.lower` of all but the first `start` code points, which still say where a word ends.
    private func lowercased(from start: Int) -> String {
        let scalars = Array(unicodeScalars)
        var result = ""
        var followsLetter = false
        for (index, scalar) in scalars.enumerated() {
            if index < start {
                // Nothing is written.
            } else if scalar == "\u{3A3}", followsLetter {
                let next = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
                result += next?.properties.isCased == true ? "\u{3C3}" : "\u{3C2}"
            } else {
                result += scalar.properties.lowercaseMapping
            }
            if !scalar.properties.isCaseIgnorable { followsLetter = scalar.properties.isCased }
        }
        return result
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

    /// Jinja's `title`, in which a word begins behind white space, a hyphen or an opening bracket.
    var jinjaTitled: String {
        var result = ""
        var rest = unicodeScalars[...]
        while !rest.isEmpty {
            let border = rest.prefix(while: \.beginsJinjaWord)
            result += String(border)
            let word = rest[border.endIndex...].prefix { !$0.beginsJinjaWord }
            result += word.first?.properties.uppercaseMapping ?? ""
            result += String(word.dropFirst()).pythonLowercased
            rest = rest[word.endIndex...]
        }
        return result
    }

    /// `str.capitalize`.
    var capitalizedOnce: String {
        guard let first = unicodeScalars.first else { return self }
        return first.properties.titlecaseMapping + lowercased(from: 1)
    }
}

extension Unicode.Scalar {
    /// Whether `str.isspace` is true: white space, and the separators U+001C to U+001F.
    var isPythonSpace: Bool {
        properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains(self)
    }

    /// Whether `str.isdigit` is true.
    var isPythonDigit: Bool {
        properties.numericType == .decimal || properties.numericType == .digit
    }

    /// Whether `str.splitlines` breaks a line here.
    fileprivate var isPythonLineBreak: Bool {
        ("\n"..."\r").contains(self) || ("\u{1C}"..."\u{1E}").contains(self)
            || self == "\u{85}" || self == "\u{2028}" || self == "\u{2029}"
    }

    /// Whether `repr` shows it as it is.
    var isPythonPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            false
        case .spaceSeparator: self == " "
        default: true
        }
    }

    fileprivate var beginsJinjaWord: Bool {
        isPythonSpace || ["-", "(", "{", "[", "<"].contains(self)
    }
}
