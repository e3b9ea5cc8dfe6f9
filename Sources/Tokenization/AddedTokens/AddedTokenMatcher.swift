/// Finds added tokens in a text: of those that begin first, the longest.
struct AddedTokenMatcher: Sendable {
    /// A part of a text: an added token, or what lies between two.
    struct Part {
        let range: Range<Int>
        let token: AddedToken?
    }

    private let tokens: [AddedToken]
    /// A trie: where an edge leads, by node and byte.
    private var edges: [Int: Int] = [:]
    /// The position in `tokens` of the token that ends at a node.
    private var tokenAtNode: [Int: Int] = [:]
    private var canBegin = [Bool](repeating: false, count: 256)

    /// A matcher of tokens that are written as `text` says.
    init(_ tokens: [AddedToken], text: (AddedToken) -> [UInt8]) {
        self.tokens = tokens
        var nodeCount = 1
        for (index, token) in tokens.enumerated() {
            let bytes = text(token)
            guard let first = bytes.first else { continue }
            canBegin[Int(first)] = true
            var node = 0
            for byte in bytes {
                let edge = node << 8 | Int(byte)
                if edges[edge] == nil {
                    edges[edge] = nodeCount
                    nodeCount += 1
                }
                node = edges[edge] ?? 0
            }
            if tokenAtNode[node] == nil { tokenAtNode[node] = index }
        }
    }

    /// Cuts a text at the tokens in it; the parts cover it and none is empty.
    func parts(of bytes: [UInt8]) -> [Part] {
        var parts: [Part] = []
        var done = 0
        var position = 0
        while let (token, match) = firstMatch(in: bytes, from: position) {
            position = match.upperBound
            guard let range = widened(match, of: token, in: bytes, after: done) else { continue }
            if done < range.lowerBound {
                parts.append(Part(range: done..<range.lowerBound, token: nil))
            }
            parts.append(Part(range: range, token: token))
            done = range.upperBound
            position = max(position, done)
        }
        if done < bytes.count { parts.append(Part(range: done..<bytes.count, token: nil)) }
        return parts
    }

    private func firstMatch(
        in bytes: [UInt8], from start: Int
    ) -> (token: AddedToken, range: Range<Int>)? {
        guard !edges.isEmpty else { return nil }
        for position in start..<max(start, bytes.count) where canBegin[Int(bytes[position])] {
            if let (index, end) = longestMatch(in: bytes, at: position) {
                return (tokens[index], position..<end)
            }
        }
        return nil
    }

    private func longestMatch(in bytes: [UInt8], at start: Int) -> (token: Int, end: Int)? {
        var longest: (Int, Int)?
        var node = 0
        var position = start
        while position < bytes.count, let next = edges[node << 8 | Int(bytes[position])] {
            node = next
            position += 1
            if let token = tokenAtNode[node] { longest = (token, position) }
        }
        return longest
    }

    /// What a match takes along, nil when it touches a word and must not.
    private func widened(
        _ match: Range<Int>, of token: AddedToken, in bytes: [UInt8], after done: Int
    ) -> Range<Int>? {
        guard token.singleWord || token.takesSpaceBefore || token.takesSpaceAfter else {
            return match
        }
        if token.singleWord {
            let neighbours = [
                bytes.scalar(endingAt: match.lowerBound), bytes.scalar(at: match.upperBound),
            ]
            if neighbours.contains(where: { $0?.isWordCharacter == true }) { return nil }
        }
        var (lower, upper) = (match.lowerBound, match.upperBound)
        while token.takesSpaceBefore, lower > done,
            let scalar = bytes.scalar(endingAt: lower), scalar.properties.isWhitespace
        {
            lower -= UTF8.width(scalar)
        }
        while token.takesSpaceAfter, let scalar = bytes.scalar(at: upper),
            scalar.properties.isWhitespace
        {
            upper += UTF8.width(scalar)
        }
        return lower..<upper
    }
}

extension [UInt8] {
    /// The code point that begins at a position of UTF-8, nil at the end.
    fileprivate func scalar(at start: Int) -> Unicode.Scalar? {
        guard start < count else { return nil }
        var end = start + 1
        while end < count, self[end].isUTF8Continuation { end += 1 }
        return String(decoding: self[start..<end], as: UTF8.self).unicodeScalars.first
    }

    /// The code point before a position of UTF-8, nil at the beginning.
    fileprivate func scalar(endingAt end: Int) -> Unicode.Scalar? {
        var start = end - 1
        while start > 0, self[start].isUTF8Continuation { start -= 1 }
        return start < 0 ? nil : scalar(at: start)
    }
}

extension Unicode.Scalar {
    /// `\w` of Unicode Technical Standard 18.
    fileprivate var isWordCharacter: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation:
            true
        default: properties.isAlphabetic || properties.isJoinControl
        }
    }
}
