extension Tokenizer {
    /// The text of tokens.
    ///
    /// Tokens may end in the middle of a character; such bytes show as U+FFFD, so decode all the
    /// ids of a text at once. Ids without a token are left out.
    ///
    /// - Parameters:
    ///   - ids: the tokens' ids.
    ///   - skippingSpecialTokens: whether tokens that the file marks as special are left out.
    /// - Returns: the text.
    /// - Complexity: O(n) in the length of the text.
    public func decode(_ ids: [Int], skippingSpecialTokens: Bool = true) -> String {
        let tokens = ids.compactMap { id in
            skippingSpecialTokens && isSpecial(id) ? nil : token(for: id)
        }
        // As in the library: without a decoder the tokens are words.
        return decoder.map { $0.decode(tokens).joined() } ?? tokens.joined(separator: " ")
    }
}
