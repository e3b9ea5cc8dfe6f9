/// What happens to the tokens of a text afterwards.
struct PostProcessor: Sendable {
    /// Whether offsets leave out white space at the ends of tokens.
    var trimsSpace = false
    /// Whether the space that begins the text counts as part of its token all the same.
    var keepsFirstSpace = false
    /// Special tokens before the text, when they are asked for.
    var prefix: [Int] = []
    /// Special tokens behind the text, when they are asked for.
    var suffix: [Int] = []

    /// This one and then `next`.
    func then(_ next: PostProcessor) -> PostProcessor {
        PostProcessor(
            trimsSpace: trimsSpace || next.trimsSpace,
            keepsFirstSpace: next.trimsSpace ? next.keepsFirstSpace : keepsFirstSpace,
            prefix: next.prefix + prefix, suffix: suffix + next.suffix)
    }

    /// The offsets of a token without the white space at its ends.
    ///
    /// - Parameters:
    ///   - offsets: the token's, in code points.
    ///   - token: its text in the vocabulary; of an added token the text that it covers.
    ///   - isFirst: whether it is the first token of the text.
    /// - Returns: the range without as many positions as the token has spaces at either end.
    func trimmed(_ offsets: Range<Int>, token: String, isFirst: Bool) -> Range<Int> {
        guard trimsSpace else { return offsets }
        var leading = token.unicodeScalars.prefix(while: Self.isSpace).count
        let trailing = token.unicodeScalars.reversed().prefix(while: Self.isSpace).count
        // One space may be the one that was put there; of several none was.
        if keepsFirstSpace, leading == 1, isFirst || offsets.lowerBound == 0 { leading = 0 }
        let lower = min(offsets.lowerBound + leading, offsets.upperBound)
        let upper =
            offsets.upperBound >= trailing ? offsets.upperBound - trailing : offsets.upperBound
        return lower..<max(lower, upper)
    }

    /// The space of the byte alphabet is U+0120.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{120}" || scalar.properties.isWhitespace
    }
}
