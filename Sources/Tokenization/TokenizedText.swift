/// The tokens of a text and where each of them stands in it.
public struct TokenizedText: Hashable, Sendable {
    /// The tokens' ids.
    public internal(set) var ids: [Int] = []

    /// For each token the code points (`Unicode.Scalar`s) of the text that it covers, as Python
    /// counts them.
    ///
    /// Tokens that are parts of one character all cover that character; special tokens that were
    /// added around the text have the range 0..<0.
    public internal(set) var offsets: [Range<Int>] = []

    /// How many tokens there are.
    public var count: Int { ids.count }

    /// ``offsets`` in bytes of the text's UTF-8.
    ///
    /// - Parameter text: the text that was tokenized.
    /// - Returns: a range for each token, on borders of code points.
    /// - Complexity: O(n) in the length of the text.
    public func utf8Offsets(in text: String) -> [Range<Int>] {
        var positions = [0]
        for scalar in text.unicodeScalars {
            positions.append((positions.last ?? 0) + UTF8.width(scalar))
        }
        return offsets.map { positions[$0.lowerBound]..<positions[$0.upperBound] }
    }
}
