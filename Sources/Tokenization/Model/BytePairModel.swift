/// Byte-pair encoding as the `tokenizers` library does it.
///
/// The method: R. Sennrich, B. Haddow and A. Birch, *Neural Machine Translation of Rare Words with
/// Subword Units*, ACL 2016.
struct BytePairModel: Sendable {
    /// Tokens and ids, without those added outside the model.
    let vocabulary: Vocabulary
    /// The merges.
    let merges: MergeTable
    /// Whether a word that is a token is taken whole.
    let ignoresMerges: Bool
    /// Whether neighbouring unknown characters share one unknown token.
    let fusesUnknown: Bool
    /// The token for unknown characters; nil drops them.
    let unknownID: Int32?
    /// The tokens `<0x00>` to `<0xFF>` when unknown characters fall back to them.
    let fallbackIDs: [Int32?]?
    /// The tokens of single bytes when the model works on bytes.
    let byteIDs: [Int32?]?

    /// Fills `symbols` with the tokens of one word.
    func encode(_ word: ArraySlice<UInt8>, into symbols: inout SymbolList) {
        symbols.removeAll()
        if ignoresMerges, let id = wholeWordID(word) {
            symbols.append(id, length: word.count)
            return
        }
        var pendingUnknown = 0
        var start = word.startIndex
        while start < word.endIndex {
            let end = characterEnd(start, in: word)
            addCharacter(word[start..<end], to: &symbols, pendingUnknown: &pendingUnknown)
            start = end
        }
        flush(&pendingUnknown, into: &symbols)
        symbols.mergeAll(merges)
    }

    private func wholeWordID(_ word: ArraySlice<UInt8>) -> Int32? {
        guard byteIDs != nil else { return vocabulary.id(of: word) }
        let characters = word.flatMap { ByteAlphabet.characters[Int($0)] }
        return vocabulary.id(of: characters[...])
    }

    /// Behind the character that begins at `start`: one byte when the model works on bytes.
    private func characterEnd(_ start: Int, in word: ArraySlice<UInt8>) -> Int {
        var end = start + 1
        guard byteIDs == nil else { return end }
        while end < word.endIndex, word[end].isUTF8Continuation { end += 1 }
        return end
    }

    private func addCharacter(
        _ character: ArraySlice<UInt8>, to symbols: inout SymbolList, pendingUnknown: inout Int
    ) {
        if let id = characterID(character) {
            flush(&pendingUnknown, into: &symbols)
            symbols.append(id, length: character.count)
        } else if let fallback = fallback(character) {
            // As in the library, an unknown token that waits stays behind these bytes.
            for id in fallback { symbols.append(id, length: 1) }
        } else if unknownID != nil {
            if !fusesUnknown { flush(&pendingUnknown, into: &symbols) }
            pendingUnknown += character.count
        }
    }

    private func characterID(_ character: ArraySlice<UInt8>) -> Int32? {
        guard let byteIDs else { return vocabulary.id(of: character) }
        return character.first.flatMap { byteIDs[Int($0)] }
    }

    private func fallback(_ character: ArraySlice<UInt8>) -> [Int32]? {
        guard let fallbackIDs else { return nil }
        let ids = character.compactMap { fallbackIDs[Int($0)] }
        return ids.count == character.count ? ids : nil
    }

    private func flush(_ pending: inout Int, into symbols: inout SymbolList) {
        guard pending > 0, let unknownID else { return }
        symbols.append(unknownID, length: pending)
        pending = 0
    }
}
