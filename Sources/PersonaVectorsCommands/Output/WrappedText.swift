/// Text broken into lines that fit a width.
enum WrappedText {
    /// The lines of a text: its own, and breaks between words; words wider than a line are cut.
    ///
    /// - Returns: at least one line; the space at which a line is broken is left out.
    static func lines(of text: String, width: Int) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .flatMap { wrap($0, width: width) }
    }

    private static func wrap(_ line: Substring, width: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        for (index, word) in line.split(separator: " ", omittingEmptySubsequences: false)
            .enumerated()
        {
            let extended = index == 0 ? String(word) : current + " " + word
            if extended.displayWidth <= width {
                current = extended
                continue
            }
            if index > 0 { lines.append(current) }
            var pieces = cut(word, width: width)
            current = pieces.popLast() ?? ""
            lines += pieces
        }
        return lines + [current]
    }

    private static func cut(_ word: Substring, width: Int) -> [String] {
        var pieces = [""]
        for character in word {
            let last = pieces[pieces.count - 1] + String(character)
            if last.displayWidth <= width || pieces[pieces.count - 1].isEmpty {
                pieces[pieces.count - 1] = last
            } else {
                pieces.append(String(character))
            }
        }
        return pieces
    }
}
