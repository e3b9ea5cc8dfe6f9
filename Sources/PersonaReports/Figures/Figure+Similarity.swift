import PersonaAnalysis
import PersonaVectors
import TensorMath

extension Figure {
    /// The number of cells that a page can hold and still open quickly.
    private static let maximumCellCount = 6_000_000

    /// Cosine similarity of all samples, in their order and in that of hierarchical clusters.
    static func similarity(
        of input: FigureInput, maximumCellCount: Int = maximumCellCount
    ) throws -> Figure {
        let count = input.samples.count
        let layers = evenly(input.layers, atMost: max(1, maximumCellCount / (count * count)))
        let frames = try input.samples.mapLayers(layers) { _, samples in
            try Self.similarityFrame(samples)
        }
        var data: JSONObject = ["kind": .string("similarity")]
        data["layers"] = input.layerList(layers)
        for (key, value) in input.people { data[key] = value }
        data["frames"] = .array(frames)
        let left = layers.count < input.layers.count
        return Figure(
            fileStem: FigureKind.similarity.fileStem, title: FigureKind.similarity.title,
            subtitle: input.subtitle(
                "Vectors are centered first."
                    + (left ? " Shown are \(layers.count) of \(input.layers.count) layers." : "")),
            data: data, notes: left ? [leftOutNote(shown: layers, of: input)] : [])
    }

    private static func leftOutNote(shown: [Int], of input: FigureInput) -> String {
        "The figure 'similarity' has \(shown.count) of the \(input.layers.count) layers"
            + " (\(shown.map(String.init).joined(separator: ", "))): a page of \(input.samples.count)"
            + " personas cannot hold more. Name others with --layers, or fewer personas."
    }

    private static func similarityFrame(_ samples: Matrix<Float>) throws -> JSONValue {
        let cosines = try cosineSimilarityMatrix(of: samples, threads: 1)
        let order = try hierarchicalLinkage(
            of: prepareSamples(samples), method: .average, threads: 1
        ).leafOrder
        // The matrix is symmetric: one triangle, row by row.
        let triangle = (0..<cosines.rowCount).flatMap { row in
            (0...row).map { JSONValue.number(Double(cosines[row, $0])) }
        }
        return .object([
            "triangle": .array(triangle), "order": .array(order.map { .integer($0) }),
        ])
    }

    /// Some of the layers, the first and the last among them, evenly between.
    static func evenly(_ layers: [Int], atMost count: Int) -> [Int] {
        guard layers.count > count else { return layers }
        guard count > 1 else { return [layers[layers.count / 2]] }
        return (0..<count).map { layers[$0 * (layers.count - 1) / (count - 1)] }
    }

    /// The pairs of personas that are most and least alike.
    static func pairs(of input: FigureInput, shown: Int = 12) throws -> Figure {
        let frames = try input.samples.mapLayers(input.layers) { _, samples in
            let cosines = try cosineSimilarityMatrix(of: samples, threads: 1)
            return Self.extremePairs(cosines, shown: shown)
        }
        var data: JSONObject = ["kind": .string("pairs")]
        data["layers"] = input.layerList(input.layers)
        for (key, value) in input.people { data[key] = value }
        data["frames"] = .array(frames)
        return Figure(
            fileStem: FigureKind.pairs.fileStem, title: FigureKind.pairs.title,
            subtitle: input.subtitle("Cosine similarity of centered vectors."), data: data)
    }

    private static func extremePairs(_ cosines: Matrix<Float>, shown: Int) -> JSONValue {
        .array(
            PersonaAnalysis.extremePairs(in: cosines, count: shown).map {
                .array([
                    .integer($0.first), .integer($0.second),
                    .number(Double($0.similarity)),
                ])
            })
    }
}

extension Figure {
    /// The numbers that the page carries: of matrices thousandths, which is what it shows of them.
    ///
    /// nil means ``data`` as it is.
    var pageData: JSONObject? {
        guard data["kind"] == .string("similarity") else { return nil }
        var page = data
        page["frames"] = .array(
            array("frames").map { frame in
                var object = frame.objectValue ?? [:]
                let triangle = object["triangle"]?.arrayValue ?? []
                object["triangle"] = .array(triangle.map(\.thousandths))
                return .object(object)
            })
        return page
    }
}
