import PersonaAnalysis
import PersonaVectors
import TensorMath

extension Figure {
    /// Ward's hierarchy of the samples of each layer.
    static func dendrogram(of input: FigureInput) throws -> Figure {
        let frames = try input.samples.mapLayers(input.layers) { _, samples in
            Self.tree(
                try hierarchicalLinkage(of: prepareSamples(samples), method: .ward, threads: 1))
        }
        var data: JSONObject = ["kind": .string("dendrogram")]
        data["layers"] = input.layerList(input.layers)
        for (key, value) in input.people { data[key] = value }
        data["frames"] = .array(frames)
        return Figure(
            fileStem: FigureKind.dendrogram.fileStem, title: FigureKind.dendrogram.title,
            subtitle: input.subtitle("Ward linkage of centered, normalized vectors."), data: data)
    }

    /// Each merge as a bracket: the places of its two arms, their heights and its own.
    private static func tree(_ linkage: Linkage) -> JSONValue {
        let order = linkage.leafOrder
        var place = [Double](repeating: 0, count: order.count)
        for (position, leaf) in order.enumerated() { place[leaf] = Double(position) }
        var height = [Double](repeating: 0, count: order.count)
        var brackets: [JSONValue] = []
        for merge in linkage.merges {
            let (first, second) = (merge.first, merge.second)
            brackets.append(
                .array(
                    [place[first], place[second], height[first], height[second], merge.height]
                        .map { .number($0) }))
            place.append((place[first] + place[second]) / 2)
            height.append(merge.height)
        }
        let merges = linkage.merges.map { merge -> JSONValue in
            .array([
                .integer(merge.first), .integer(merge.second), .number(merge.height),
                .integer(merge.sampleCount),
            ])
        }
        return .object([
            "order": .array(order.map { .integer($0) }), "brackets": .array(brackets),
            "merges": .array(merges),
        ])
    }
}
