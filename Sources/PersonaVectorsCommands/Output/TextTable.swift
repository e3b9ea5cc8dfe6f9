import PersonaVectors

/// Columns of text with a heading, aligned by what a terminal shows.
struct TextTable {
    /// Where the cells of a column stand.
    enum Alignment {
        case left
        case right
    }

    /// A column's heading and alignment; without headings in all columns the line is left out.
    struct Column {
        let title: String
        let alignment: Alignment

        static func left(_ title: String) -> Column { Column(title: title, alignment: .left) }
        static func right(_ title: String) -> Column { Column(title: title, alignment: .right) }
    }

    private let columns: [Column]
    private let rows: [[String]]

    /// A table; every row must have a cell for each column.
    init(_ columns: [Column], rows: [[String]]) {
        precondition(
            rows.allSatisfy { $0.count == columns.count }, "every row needs all columns")
        self.columns = columns
        self.rows = rows.map { row in row.map(\.printable) }
    }

    /// Names and values below each other.
    static func facts(_ facts: [(String, String)]) -> TextTable {
        TextTable([.left(""), .left("")], rows: facts.map { [$0.0, $0.1] })
    }

    /// The lines, each with a line feed; nothing when there are no rows.
    var text: String {
        guard !rows.isEmpty else { return "" }
        let titles = columns.map(\.title)
        let lines = titles.allSatisfy(\.isEmpty) ? rows : [titles] + rows
        let widths = columns.indices.map { column in
            lines.map { $0[column].displayWidth }.max() ?? 0
        }
        return lines.map { line(of: $0, widths: widths) }.joined()
    }

    private func line(of cells: [String], widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: widths[column] - cell.displayWidth)
            if column > 0 { line += "  " }
            line += columns[column].alignment == .left ? cell + padding : padding + cell
        }
        while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
        return line + "\n"
    }
}
