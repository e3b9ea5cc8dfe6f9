/// The text of a dataset card in three parts: what opens the YAML block, the block, and the rest.
///
/// As `huggingface_hub` reads it: white space before the first `---`, a byte order mark and CRLF
/// line ends are accepted. The parts joined are the text, byte for byte.
struct FrontMatter: Sendable {
    /// All up to the end of the first `---` line.
    let opening: [UInt8]
    /// The lines of the block.
    var block: [UInt8]
    /// The second `---` line and the prose after it.
    var rest: [UInt8]

    /// The parts of a card; nil when it has no block.
    init?(_ text: [UInt8]) {
        let lines = Self.lines(of: text)
        let isSpace: (Range<Int>) -> Bool = {
            text[$0].allSatisfy { [9, 10, 13, 32].contains($0) }
        }
        guard let first = lines.firstIndex(where: { !isSpace($0) || Self.isRule(text[$0]) }) else {
            return nil
        }
        var start = lines[first]
        if first == 0, text.starts(with: Self.byteOrderMark) {
            start = start.lowerBound + 3..<start.upperBound
        }
        let indent = text[start].prefix { [9, 32].contains($0) }.count
        guard Self.isRule(text[start].dropFirst(indent)),
            let last = lines[(first + 1)...].firstIndex(where: { Self.isRule(text[$0]) })
        else { return nil }
        opening = Array(text[..<start.upperBound])
        block = Array(text[start.upperBound..<lines[last].lowerBound])
        rest = Array(text[lines[last].lowerBound...])
    }

    /// A new card around a block, without prose.
    init(block: [UInt8]) {
        opening = Array("---\n".utf8)
        self.block = block
        rest = Array("---\n".utf8)
    }

    /// A block put before a card that had none.
    init(block: [UInt8], before text: [UInt8]) {
        opening = Array("---\n".utf8)
        self.block = block
        rest = Array("---\n".utf8) + text
    }

    /// The whole card.
    var text: [UInt8] { opening + block + rest }

    /// What its lines end with.
    var lineEnd: String { opening.suffix(2).first == 13 ? "\r\n" : "\n" }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The lines of a text, each with its end.
    static func lines(of text: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for (index, byte) in text.enumerated() where byte == 10 {
            lines.append(start..<index + 1)
            start = index + 1
        }
        if start < text.count { lines.append(start..<text.count) }
        return lines
    }

    private static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
        line.elementsEqual("---\n".utf8) || line.elementsEqual("---\r\n".utf8)
            || line.elementsEqual("---".utf8)
    }
}
