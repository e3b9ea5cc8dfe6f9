import PersonaAnalysis
import PersonaVectors
import TensorMath

extension Figure {
    /// The points of all layers in two and, where there are enough samples, three dimensions.
    static func projection(_ kind: FigureKind, of input: FigureInput) throws -> Figure {
        let dimensions = min(3, input.samples.count - 1, input.samples.hiddenSize)
        let frames = try input.samples.mapLayers(input.layers) { _, samples in
            try Self.views(kind, samples, dimensions: dimensions)
        }
        var data: JSONObject = ["kind": .string("scatter")]
        data["layers"] = input.layerList(input.layers)
        data["axis"] = .string(axisName(kind))
        for (key, value) in input.people { data[key] = value }
        let colorings = try input.colorings()
        data["colorings"] = colorings.json
        data["frames"] = .array(frames.map { .object($0) })
        return Figure(
            fileStem: kind.fileStem, title: kind.title,
            subtitle: input.subtitle("Vectors are centered and normalized first."), data: data,
            notes: colorings.notes)
    }

    private static func axisName(_ kind: FigureKind) -> String {
        switch kind {
        case .umap: "UMAP"
        case .isomap: "Isomap"
        default: "PC"
        }
    }

    private static func views(
        _ kind: FigureKind, _ samples: Matrix<Float>, dimensions: Int
    ) throws -> JSONObject {
        // UMAP and Isomap lay two and three dimensions out differently; components are the same.
        let space = try coordinates(kind, samples, dimensions)
        let plane = kind == .umap ? try coordinates(kind, samples, min(2, dimensions)) : space
        var views: JSONObject = ["2-D": columns(plane, count: min(2, dimensions))]
        if dimensions == 3 { views["3-D"] = columns(space, count: 3) }
        if kind == .pca {
            let shares = try pcaExplainedVariance(samples, componentCount: dimensions, threads: 1)
            views["shares"] = .numbers(shares)
        }
        return views
    }

    private static func coordinates(
        _ kind: FigureKind, _ samples: Matrix<Float>, _ dimensions: Int
    ) throws -> Matrix<Float> {
        switch kind {
        case .umap:
            var options = UMAPOptions()
            options.componentCount = dimensions
            return try projectUMAP(samples, options: options, threads: 1)
        case .isomap:
            return try projectIsomap(samples, componentCount: dimensions, threads: 1).coordinates
        default:
            return try projectPCA(samples, componentCount: dimensions, threads: 1)
        }
    }

    private static func columns(_ matrix: Matrix<Float>, count: Int) -> JSONValue {
        .array((0..<count).map { .numbers(matrix.column($0)) })
    }
}
