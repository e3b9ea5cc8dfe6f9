extension Tokenizer {
    /// The tokens of a text.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - addingSpecialTokens: whether the tokens that the file's post-processor puts around a
    ///     text are added; a text rendered by a chat template has them already.
    /// - Returns: ids and offsets.
    /// - Complexity: O(n log n) in the length of the longest word, O(n) in that of the text.
    public func encode(_ text: String, addingSpecialTokens: Bool = false) -> TokenizedText {
        var result = TokenizedText()
        var symbols = SymbolList()
        let original = AlignedText(original: Array(text.utf8))
        for part in addedTokens.inOriginal.parts(of: original.bytes) {
            if let token = part.token {
                append(token, original, part.range, to: &result)
                continue
            }
            var normalized = original[part.range]
            normalizer?.apply(to: &normalized)
            for part in addedTokens.inNormalized.parts(of: normalized.bytes) {
                if let token = part.token {
                    append(token, normalized, part.range, to: &result)
                } else {
                    encode(normalized[part.range], &symbols, to: &result)
                }
            }
        }
        if addingSpecialTokens { surroundWithSpecialTokens(&result) }
        return result
    }

    private func surroundWithSpecialTokens(_ result: inout TokenizedText) {
        result.ids = postProcessor.prefix + result.ids + postProcessor.suffix
        result.offsets =
            postProcessor.prefix.map { _ in 0..<0 } + result.offsets
            + postProcessor.suffix.map { _ in 0..<0 }
    }

    private func append(
        _ token: AddedToken, _ text: AlignedText, _ range: Range<Int>,
        to result: inout TokenizedText
    ) {
        let covered = text.originalRange(of: range)
        guard postProcessor.trimsSpace else { return result.append(token.id, covered) }
        let content = String(decoding: text.bytes[range], as: UTF8.self)
        let isFirst = result.count == 0
        result.append(
            token.id, postProcessor.trimmed(covered, token: content, isFirst: isFirst))
    }

    /// Encodes normalized text without added tokens.
    private func encode(
        _ text: AlignedText, _ symbols: inout SymbolList, to result: inout TokenizedText
    ) {
        var pieces = PieceList(text)
        preTokenizer?.apply(to: &pieces)
        for range in pieces.ranges {
            model.encode(pieces.text.bytes[range], into: &symbols)
            var start = range.lowerBound
            for (id, length) in zip(symbols.ids, symbols.lengths) where length > 0 {
                let covered = pieces.text.originalRange(of: start..<start + length)
                result.append(Int(id), trimmed(covered, id: Int(id), isFirst: result.count == 0))
                start += length
            }
        }
    }

    private func trimmed(_ range: Range<Int>, id: Int, isFirst: Bool) -> Range<Int> {
        guard postProcessor.trimsSpace else { return range }
        return postProcessor.trimmed(range, token: token(for: id) ?? "", isFirst: isFirst)
    }
}

extension TokenizedText {
    fileprivate mutating func append(_ id: Int, _ range: Range<Int>) {
        ids.append(id)
        offsets.append(range)
    }
}
