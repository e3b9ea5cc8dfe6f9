import ByteSearch

/// Text on its way to the model, with, for every byte, the part of the original that it stands for.
///
/// Normalizers change the text but must not lose where it came from: token offsets always point
/// into the text that was given. Positions are code points of the original, as Python counts.
struct AlignedText {
    /// The text in UTF-8.
    private(set) var bytes: [UInt8]
    /// For each byte the first code point of the original that it stands for.
    private(set) var starts: [Int32]
    /// For each byte the code point behind the last one that it stands for.
    private(set) var ends: [Int32]

    /// A text that stands for itself.
    init(original: [UInt8]) {
        bytes = original
        starts = []
        starts.reserveCapacity(original.count)
        var index: Int32 = -1
        for byte in original {
            if !byte.isUTF8Continuation { index += 1 }
            starts.append(index)
        }
        ends = starts.map { $0 + 1 }
    }

    private init(capacity: Int) {
        bytes = []
        starts = []
        ends = []
        bytes.reserveCapacity(capacity)
        starts.reserveCapacity(capacity)
        ends.reserveCapacity(capacity)
    }

    /// The part of the text in `range`, byte positions on borders of code points.
    subscript(range: Range<Int>) -> AlignedText {
        var part = AlignedText(capacity: range.count)
        part.append(self, range)
        return part
    }

    /// The code points of the original that the bytes in `range` stand for.
    func originalRange(of range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty else { return 0..<0 }
        return Int(starts[range.lowerBound])..<Int(ends[range.upperBound - 1])
    }

    /// Whether the bytes in `range` begin with `prefix`.
    func hasPrefix(_ prefix: [UInt8], in range: Range<Int>) -> Bool {
        bytes[range].starts(with: prefix)
    }

    // MARK: Building a changed text

    /// A text made by calling `build` with an empty one and this one to copy from.
    func rebuilt(_ build: (inout AlignedText) -> Void) -> AlignedText {
        var text = AlignedText(capacity: bytes.count + bytes.count / 4)
        build(&text)
        return text
    }

    /// Appends a part of `other` with what it stands for.
    mutating func append(_ other: AlignedText, _ range: Range<Int>) {
        bytes.append(contentsOf: other.bytes[range])
        starts.append(contentsOf: other.starts[range])
        ends.append(contentsOf: other.ends[range])
    }

    /// Appends new text that stands for what the byte at `position` of `other` stands for.
    mutating func append(
        _ text: some Collection<UInt8>, standingFor other: AlignedText, at position: Int
    ) {
        bytes.append(contentsOf: text)
        starts.append(contentsOf: repeatElement(other.starts[position], count: text.count))
        ends.append(contentsOf: repeatElement(other.ends[position], count: text.count))
    }

    /// Puts `prefix` before the text, unless it is empty, to stand for its first code point too.
    mutating func prepend(_ prefix: [UInt8]) {
        guard !bytes.isEmpty else { return }
        self = rebuilt { text in
            text.append(prefix, standingFor: self, at: 0)
            text.append(self, bytes.indices)
        }
    }

    /// Replaces every occurrence of `pattern`; what comes instead stands for its last code point.
    mutating func replace(_ pattern: [UInt8], with content: [UInt8]) {
        let matches = bytes.ranges(of: pattern)
        guard !matches.isEmpty else { return }
        self = rebuilt { text in
            var copied = 0
            for match in matches {
                text.append(self, copied..<match.lowerBound)
                text.append(content, standingFor: self, at: match.upperBound - 1)
                copied = match.upperBound
            }
            text.append(self, copied..<bytes.count)
        }
    }
}

extension UInt8 {
    /// Whether the byte continues a code point that an earlier byte began.
    var isUTF8Continuation: Bool { self & 0xC0 == 0x80 }
}
