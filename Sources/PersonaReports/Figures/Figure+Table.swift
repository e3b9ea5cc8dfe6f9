import Parquet
import PersonaVectors

extension Figure {
    /// The figure's numbers as a table in long form: one row a point, pair, value or cell.
    ///
    /// - Returns: the table; nil for a figure that is drawn in no way known here.
    /// - Throws: `ParquetError` when columns differ in length, which is a mistake in the figure.
    func table() throws -> ParquetTable? {
        switch data["kind"]?.stringValue {
        case "scatter": try points()
        case "pairs": try pairs()
        case "similarity": try similarities()
        case "dendrogram": try merges()
        case "lines": try values()
        case "table": try cells()
        default: nil
        }
    }

    func array(_ key: ExactString) -> [JSONValue] { data[key]?.arrayValue ?? [] }

    func texts(_ key: ExactString) -> [String] { array(key).map { $0.stringValue ?? "" } }

    /// Layer, persona, the coordinates of each view, the share of each component and the attributes.
    private func points() throws -> ParquetTable {
        let (ids, names) = (texts("ids"), texts("names"))
        let frames = array("frames").compactMap(\.objectValue)
        var table = try ParquetTable(
            layers: array("layers").map(\.integerValue), repeating: ids.count)
        try table.append(.strings(frames.flatMap { _ in ids }), named: "persona_id")
        try table.append(.strings(frames.flatMap { _ in names }), named: "name")
        for (view, columns) in [("2-D", ["x", "y"]), ("3-D", ["x_3d", "y_3d", "z_3d"])] {
            let axes = frames.map { $0[ExactString(view)]?.arrayValue ?? [] }
            for (axis, column) in columns.enumerated() where axes.allSatisfy({ $0.count > axis }) {
                let values = axes.flatMap { $0[axis].arrayValue ?? [] }.map(\.doubleValue)
                try table.append(.doubles(values), named: column)
            }
        }
        try appendShares(of: frames, count: ids.count, to: &table)
        try appendAttributes(frameCount: frames.count, to: &table)
        return table
    }

    /// Layer, two personas and their similarity.
    private func pairs() throws -> ParquetTable {
        let ids = texts("ids")
        let frames = array("frames").map { $0.arrayValue ?? [] }
        let rows = frames.flatMap { $0 }.map { $0.arrayValue ?? [] }
        let layers = zip(array("layers"), frames).flatMap { layer, rows in
            rows.map { _ in layer.integerValue }
        }
        var table = ParquetTable()
        try table.append(.integers(layers), named: "layer")
        for (column, name) in ["persona_id", "other_persona_id"].enumerated() {
            let people = rows.map { row in row[column].integerValue.map { ids[$0] } }
            try table.append(.strings(people), named: name)
        }
        try table.append(.doubles(rows.map { $0[2].doubleValue }), named: "cosine")
        return table
    }

    /// Line, place on the axis, what was measured, and the value.
    private func values() throws -> ParquetTable {
        var table = LongTable()
        let start = data["start"]?.integerValue ?? 0
        for line in array("lines").compactMap(\.objectValue) {
            let name = line["name"]?.stringValue ?? ""
            for (measure, values) in line["views"]?.objectValue?.members ?? [] {
                for (index, value) in (values.arrayValue ?? []).enumerated() {
                    let x = data["xs"]?.arrayValue?[index].integerValue ?? start + index
                    table.add(name, String(x), measure.string, value.doubleValue)
                }
            }
        }
        let axis = data["x"]?.stringValue ?? "x"
        return try table.columns(named: "line", axis.lowercased())
    }

    /// Row, column, what was measured, and the value.
    private func cells() throws -> ParquetTable {
        var table = LongTable()
        let columns = texts("names")
        let rows = data["rows"] == nil ? columns : texts("rows")
        for (measure, cells) in data["views"]?.objectValue?.members ?? [] {
            for (row, values) in zip(rows, cells.arrayValue ?? []) {
                for (column, value) in zip(columns, values.arrayValue ?? []) {
                    table.add(row, column, measure.string, value.doubleValue)
                }
            }
        }
        return try table.columns(
            named: "attribute", data["x"]?.stringValue?.lowercased() ?? "other_attribute")
    }
}

extension ParquetTable {
    /// A table whose first column is the layer of each of `count` rows.
    init(layers: [Int?], repeating count: Int) throws(ParquetError) {
        self.init()
        try append(
            .integers(layers.flatMap { [Int?](repeating: $0, count: count) }), named: "layer")
    }
}

/// Values with two names and a measure each.
private struct LongTable {
    private var first: [String?] = []
    private var second: [String?] = []
    private var measures: [String?] = []
    private var values: [Double?] = []

    mutating func add(_ first: String, _ second: String, _ measure: String, _ value: Double?) {
        self.first.append(first)
        self.second.append(second)
        measures.append(measure)
        values.append(value)
    }

    /// The columns; the second is of integers when all of its names are.
    func columns(named first: String, _ second: String) throws(ParquetError) -> ParquetTable {
        let numbers = self.second.map { $0.flatMap { Int($0) } }
        var table = ParquetTable()
        try table.append(.strings(self.first), named: first)
        try table.append(
            numbers.contains(nil) ? .strings(self.second) : .integers(numbers), named: second)
        try table.append(.strings(measures), named: "measure")
        try table.append(.doubles(values), named: "value")
        return table
    }
}
