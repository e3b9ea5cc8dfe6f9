import ByteSearch

/// How a tokenizer cuts normalized text into the pieces that the model works on.
enum PreTokenizer {
    /// Where a piece of text goes that pieces are cut at.
    enum Delimiter {
        case ownPiece
        case endsPiece
        case beginsPiece
    }

    /// By one of the known patterns.
    case pattern(SplitPattern)
    /// At every occurrence of a text.
    case text([UInt8], Delimiter)
    /// For byte-level models; by the pattern of GPT-2 when `splits`.
    case byteLevel(prefixesSpace: Bool, splits: Bool)
    /// As SentencePiece does: a visible character for the space.
    case metaspace(replacement: [UInt8], prefix: MetaspacePrefix, splits: Bool)
    /// Several, one after the other.
    case sequence([PreTokenizer])

    /// When a metaspace is put before a text that does not begin with one.
    enum MetaspacePrefix: String {
        case always
        case first
        case never
    }

    func apply(to pieces: inout PieceList) {
        switch self {
        case .pattern(let pattern):
            pieces.split { bytes, range in pattern.pieces(of: bytes, in: range) }
        case .text(let text, let delimiter):
            pieces.split { bytes, range in delimiter.pieces(of: bytes, in: range, at: text) }
        case .byteLevel(let prefixesSpace, let splits):
            if prefixesSpace { pieces.prefix([0x20]) { _ in true } }
            if splits { PreTokenizer.pattern(.gpt2).apply(to: &pieces) }
        case .metaspace(let replacement, let prefix, let splits):
            pieces.rewrite { $0.replace([0x20], with: replacement) }
            pieces.prefix(replacement) { piece in
                prefix == .always || prefix == .first && piece.starts.first == 0
            }
            if splits { PreTokenizer.text(replacement, .beginsPiece).apply(to: &pieces) }
        case .sequence(let parts):
            for part in parts { part.apply(to: &pieces) }
        }
    }

    /// Whether the model sees bytes in the alphabet of GPT-2.
    var isByteLevel: Bool {
        switch self {
        case .byteLevel: true
        case .sequence(let parts): parts.contains(where: \.isByteLevel)
        default: false
        }
    }
}

/// A text and the pieces it has been cut into so far; the pieces cover the text.
struct PieceList {
    private(set) var text: AlignedText
    private(set) var ranges: [Range<Int>]

    init(_ text: AlignedText) {
        self.text = text
        ranges = text.bytes.isEmpty ? [] : [text.bytes.indices]
    }

    mutating func split(_ pieces: ([UInt8], Range<Int>) -> [Range<Int>]) {
        ranges = ranges.flatMap { pieces(text.bytes, $0) }
    }

    /// Puts `prefix` before the pieces that lack it and that `needsIt` accepts.
    mutating func prefix(_ prefix: [UInt8], where needsIt: (AlignedText) -> Bool) {
        rewrite { piece in
            if !piece.bytes.starts(with: prefix), needsIt(piece) { piece.prepend(prefix) }
        }
    }

    /// Changes the text of every piece.
    mutating func rewrite(_ change: (inout AlignedText) -> Void) {
        var newRanges: [Range<Int>] = []
        text = text.rebuilt { result in
            for range in ranges {
                var piece = text[range]
                change(&piece)
                newRanges.append(result.bytes.count..<result.bytes.count + piece.bytes.count)
                result.append(piece, piece.bytes.indices)
            }
        }
        ranges = newRanges
    }
}

extension PreTokenizer.Delimiter {
    func pieces(of bytes: [UInt8], in range: Range<Int>, at text: [UInt8]) -> [Range<Int>] {
        var borders = [range.lowerBound]
        for match in bytes.ranges(of: text, in: range) {
            if self != .endsPiece { borders.append(match.lowerBound) }
            if self != .beginsPiece { borders.append(match.upperBound) }
        }
        borders.append(range.upperBound)
        return zip(borders, borders.dropFirst()).compactMap { $0 < $1 ? $0..<$1 : nil }
    }
}
