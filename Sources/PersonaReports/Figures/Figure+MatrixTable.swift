import Parquet
import PersonaVectors

/// The tables of figures whose pages hold more than a list.
extension Figure {
    /// Layer, two personas and their similarity: each pair once.
    func similarities() throws -> ParquetTable {
        let ids = texts("ids")
        let frames = array("frames").map { $0.objectValue?["triangle"]?.arrayValue ?? [] }
        var (first, second): ([String?], [String?]) = ([], [])
        var (layers, cosines): ([Int?], [Double?]) = ([], [])
        for (layer, triangle) in zip(array("layers"), frames) {
            for row in ids.indices {
                for column in 0..<row {
                    first.append(ids[column])
                    second.append(ids[row])
                    layers.append(layer.integerValue)
                    // Row by row, each with its diagonal.
                    cosines.append(triangle[row * (row + 1) / 2 + column].doubleValue)
                }
            }
        }
        var table = ParquetTable()
        try table.append(.integers(layers), named: "layer")
        try table.append(.strings(first), named: "persona_id")
        try table.append(.strings(second), named: "other_persona_id")
        try table.append(.doubles(cosines), named: "cosine")
        return table
    }

    /// Layer, the number of a merge, the two clusters it joins, its height, and its personas' number.
    ///
    /// Clusters are numbered as SciPy does: the personas from 0 in their order, whose ids stand beside
    /// them, then the merges.
    func merges() throws -> ParquetTable {
        let ids = texts("ids")
        let frames = array("frames").map { $0.objectValue?["merges"]?.arrayValue ?? [] }
        let rows = frames.flatMap { $0.map { $0.arrayValue ?? [] } }
        var table = ParquetTable()
        try table.append(
            .integers(
                zip(array("layers"), frames).flatMap { layer, merges in
                    merges.map { _ in layer.integerValue }
                }), named: "layer")
        try table.append(.integers(frames.flatMap { Array($0.indices) }), named: "merge")
        for (place, name) in ["first", "second"].enumerated() {
            let clusters = rows.map { $0[place].integerValue }
            try table.append(.integers(clusters), named: name)
            try table.append(
                .strings(
                    clusters.map { cluster in
                        cluster.flatMap { ids.indices.contains($0) ? ids[$0] : nil }
                    }), named: name + "_persona_id")
        }
        try table.append(.doubles(rows.map { $0[2].doubleValue }), named: "height")
        try table.append(.integers(rows.map { $0[3].integerValue }), named: "count")
        return table
    }

    /// The share of the variance along each component, the same for all points of a layer.
    func appendShares(
        of frames: [JSONObject], count: Int, to table: inout ParquetTable
    ) throws {
        let shares = frames.map { $0["shares"]?.arrayValue ?? [] }
        for (axis, name) in ["x_share", "y_share", "z_share"].enumerated()
        where !shares.isEmpty && shares.allSatisfy({ $0.count > axis }) {
            let values = shares.flatMap { [Double?](repeating: $0[axis].doubleValue, count: count) }
            try table.append(.doubles(values), named: name)
        }
    }

    /// Each attribute that the points can be coloured by, under its name; one that another column has
    /// got `attribute_` before it.
    func appendAttributes(frameCount: Int, to table: inout ParquetTable) throws {
        var taken = Set(
            ["layer", "persona_id", "name", "x", "y", "x_3d", "y_3d", "z_3d"]
                + ["x_share", "y_share", "z_share"])
        for coloring in array("colorings").compactMap(\.objectValue) {
            guard let texts = coloring["texts"]?.arrayValue else { continue }
            var name = coloring["name"]?.stringValue ?? ""
            while !taken.insert(name).inserted { name = "attribute_" + name }
            let isNumeric = coloring["type"] == .string("numeric")
            let values = isNumeric ? coloring["values"]?.arrayValue ?? [] : texts
            let repeated = (0..<frameCount).flatMap { _ in values }
            try table.append(
                isNumeric
                    ? .doubles(repeated.map(\.doubleValue)) : .strings(repeated.map(\.stringValue)),
                named: name)
        }
    }
}
