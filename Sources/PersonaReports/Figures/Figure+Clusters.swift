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
                        .map { .rounded($0, digits: 4) }))
            place.append((place[first] + place[second]) / 2)
            height.append(merge.height)
        }
        let merges = linkage.merges.map { merge -> JSONValue in
            .array([
                .integer(merge.first), .integer(merge.second), .rounded(merge.height),
                .integer(merge.sampleCount),
            ])
        }
        return .object([
            "order": .array(order.map { .integer($0) }), "brackets": .array(brackets),
            "merges": .array(merges),
        ])
    }

    /// How strongly every two attributes go together.
    static func attributes(of input: FigureInput) throws -> Figure {
        guard let table = input.attributes else {
            throw ReportError.attributesNeeded(.attributes)
        }
        var names: [String] = []
        var columns: [[String]] = []
        for name in table.attributeNames {
            let info = try table.info(for: name)
            let values = try table.values(of: name, for: input.dataset.personaIDs)
            guard Set(values).count > 1 else { continue }
            names.append(name)
            columns.append(
                info.kind == .numeric
                    ? try quantileBinLabels(values.map { $0?.number })
                    : values.map { $0?.description ?? AttributeColoring.unknownGroup })
        }
        let views = try AssociationCorrection.allCases.map { correction in
            let cells = try attributeAssociations(columns, correction: correction)
            return (
                ExactString(correction.rawValue),
                JSONValue.array(
                    cells.map { .array($0.map { $0.map { .rounded($0, digits: 4) } ?? .null }) })
            )
        }
        return Figure(
            fileStem: FigureKind.attributes.fileStem, title: FigureKind.attributes.title,
            subtitle: "\(input.samples.count) personas; numeric attributes in quartiles.",
            data: [
                "kind": .string("table"), "choice": .string("Correction"),
                "names": .array(names.map { .string($0) }),
                "views": .object(JSONObject(views)),
            ])
    }
}
