import PersonaVectors

/// The table in a card that says what each config holds, between two marks: what is outside them is
/// prose and never changed, and a card without them gets no table.
enum CardTable {
    private static let begin = "<!-- persona-vectors: table -->"
    private static let end = "<!-- persona-vectors: end of table -->"
    private static let header = [
        "| Model | Config | Variants | Question set | QA filter |",
        "| --- | --- | --- | --- | --- |",
    ]
    /// Stands where nothing is recorded.
    private static let unknown = "–"

    /// One config of the table.
    struct Row: Sendable {
        let modelName: String
        let configName: String
        /// Each split with the number of samples of each of its personas, the baseline excluded.
        let splits: [(name: String, sampleCounts: [Int])]
        let questionSets: Set<String>
        let filters: Set<String>
    }

    /// The table of a card that has no rows yet.
    static var empty: String { ([begin] + header + [end]).joined(separator: "\n") }

    /// Whether a card has a table of ours.
    static func isIn(_ text: [UInt8]) -> Bool { lines(of: text) != nil }

    /// Puts a row in the place of that config's, else where its name sorts.
    ///
    /// - Parameters:
    ///   - row: the row.
    ///   - text: the card, or the part of it that has the table.
    ///   - lineEnd: what its lines end with.
    /// - Returns: the text; unchanged when it has no table of ours.
    static func putting(_ row: Row, in text: [UInt8], lineEnd: String) -> [UInt8] {
        guard let range = lines(of: text) else { return text }
        let inside = Array(text[range])
        let lines = FrontMatter.lines(of: inside).map {
            String(decoding: inside[$0], as: UTF8.self)
        }
        var rows = lines.filter { $0.hasPrefix("|") }.dropFirst(header.count).map { cells($0) }
            .filter { $0.count == 5 }
        let known = rows.first { $0[1] == code(row.configName) }
        rows.removeAll { $0[1] == code(row.configName) }
        rows.append(cells(of: row, known))
        rows.sort { ExactString($0[1]) < ExactString($1[1]) }
        let table = header + rows.map { "| \($0.joined(separator: " | ")) |" }
        return text[..<range.lowerBound] + table.flatMap { Array(($0 + lineEnd).utf8) }
            + text[range.upperBound...]
    }

    /// Where the lines between the marks are.
    private static func lines(of text: [UInt8]) -> Range<Int>? {
        let lines = FrontMatter.lines(of: text)
        let isMark = { (line: Range<Int>, mark: String) in
            let end = text[line].lastIndex { ![9, 10, 13, 32].contains($0) } ?? line.lowerBound - 1
            return text[line.lowerBound..<end + 1].elementsEqual(mark.utf8)
        }
        guard let first = lines.firstIndex(where: { isMark($0, begin) }),
            let last = lines[(first + 1)...].first(where: { isMark($0, end) })
        else { return nil }
        return lines[first].upperBound..<last.lowerBound
    }

    // MARK: Cells

    /// What a push does not know, it leaves as it was.
    private static func cells(of row: Row, _ known: [String]?) -> [String] {
        let variants = row.splits.map { name, counts in
            "\(code(name)): \(counts.count) \(counts.count == 1 ? "persona" : "personas"),"
                + " \(span(counts)) QA/persona"
        }
        return [
            code(row.modelName), code(row.configName), variants.joined(separator: "; "),
            list(row.questionSets) ?? known?[3] ?? unknown,
            list(row.filters) ?? known?[4] ?? unknown,
        ]
    }

    private static func span(_ counts: [Int]) -> String {
        guard let least = counts.min(), let most = counts.max() else { return "0" }
        return least == most ? "\(least)" : "\(least)-\(most)"
    }

    private static func list(_ values: Set<String>) -> String? {
        values.isEmpty
            ? nil
            : values.map { ExactString($0) }.sorted().map { code($0.string) }
                .joined(separator: ", ")
    }

    /// A name that Markdown shows as it is; in a table a bar needs its backslash even there.
    private static func code(_ text: String) -> String {
        let line = text.printable.replacing("`", with: "'").replacing("|", with: "\\|")
        return "`\(line)`"
    }

    /// The cells of a line, as they are written.
    private static func cells(_ line: String) -> [String] {
        var cells = [""]
        var isEscaped = false
        for character in line.drop(while: { $0 == "|" }) where !character.isNewline {
            if character == "|", !isEscaped {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return cells.dropLast().map { cell in
            String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }
}
