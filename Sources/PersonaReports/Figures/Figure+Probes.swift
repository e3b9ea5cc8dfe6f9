import PersonaAnalysis
import PersonaVectors

/// What the figures of probes show of a row; each is a view of the page.
private struct ProbeView: Sendable {
    let name: String
    let axis: String
    let value: @Sendable (ProbeRow) -> Double?

    static let all = [
        ProbeView(name: "score", axis: "Balanced accuracy, R² of numbers") { $0.score },
        ProbeView(name: "above baseline", axis: "Score above that of the commonest answer") { row in
            row.score.map { $0 - (row.baselineBalancedAccuracy ?? row.baselineR2 ?? 0) }
        },
        ProbeView(name: "mean error", axis: "Mean absolute error, in ranks or units") {
            $0.meanAbsoluteError
        },
    ]
}

extension ProbeRow {
    fileprivate var score: Double? { balancedAccuracy ?? r2 }
}

extension Figure {
    /// How each attribute and kind of probe does over the layers.
    static func probeLayers(of report: ProbeTrainingReport) throws -> Figure {
        let layers = try probedLayers(of: report)
        let lines = report.probes.enumerated().flatMap { color, probe in
            probe.kinds.enumerated().map { position, kind in
                line(of: probe, kind, layers: layers, color: color, isDashed: position > 0)
            }
        }
        let used = ProbeView.all.filter { view in
            report.probes.contains { $0.rows.contains { view.value($0) != nil } }
        }
        return Figure(
            fileStem: "probe_layers", title: "Probe scores by layer",
            subtitle: try probeSubtitle(of: report) + " A star marks the best row of an attribute.",
            data: [
                "kind": .string("lines"), "x": .string("Layer"),
                "xs": .array(layers.map { .integer($0) }),
                "y": .object(JSONObject(used.map { (ExactString($0.name), .string($0.axis)) })),
                "lines": .array(lines),
            ])
    }

    private static func line(
        of probe: TrainedProbe, _ kind: ProbeKind, layers: [Int], color: Int, isDashed: Bool
    ) -> JSONValue {
        let rows = layers.map { layer in
            probe.rows.first { $0.layer == layer && $0.kind == kind }
        }
        let views = ProbeView.all.compactMap { view -> (ExactString, JSONValue)? in
            let values = rows.map { $0.flatMap(view.value) }
            guard values.contains(where: { $0 != nil }) else { return nil }
            return (
                ExactString(view.name), .array(values.map { $0.map { .number($0) } ?? .null })
            )
        }
        let best = probe.best.kind == kind ? layers.firstIndex(of: probe.best.layer) : nil
        return .object([
            "name": .string("\(probe.labels.attribute), \(kind.title)"), "color": .integer(color),
            "dash": .string(isDashed ? "dash" : "solid"),
            "best": best.map { .integer($0) } ?? .null, "views": .object(JSONObject(views)),
        ])
    }

    /// The best kind of probe of each attribute in each layer.
    static func probeHeatmap(of report: ProbeTrainingReport) throws -> Figure {
        let layers = try probedLayers(of: report)
        let views = ProbeView.all.prefix(2).map { view -> (ExactString, JSONValue) in
            let cells = report.probes.map { probe -> JSONValue in
                .array(
                    layers.map { layer in
                        let values = probe.rows.filter { $0.layer == layer }.compactMap(view.value)
                        return values.max().map { .number($0) } ?? .null
                    })
            }
            return (ExactString(view.name), .array(cells))
        }
        return Figure(
            fileStem: "probe_heatmap", title: "Probe scores by attribute and layer",
            subtitle: try probeSubtitle(of: report)
                + " Balanced accuracy, or R² of numbers, of the best kind of probe.",
            data: [
                "kind": .string("table"), "x": .string("Layer"),
                "names": .array(layers.map { .string(String($0)) }),
                "rows": .array(report.probes.map { .string($0.labels.attribute) }),
                // Zero is as good as the commonest answer, and has a color of its own.
                "diverging": .array([.string("above baseline")]),
                "views": .object(JSONObject(views)),
            ])
    }

    /// The layers of the sweep, ascending.
    private static func probedLayers(of report: ProbeTrainingReport) throws -> [Int] {
        let layers = Set(report.probes.flatMap { $0.rows.map(\.layer) }).sorted()
        guard !layers.isEmpty else { throw ReportError.noProbes() }
        return layers
    }

    private static func probeSubtitle(of report: ProbeTrainingReport) throws -> String {
        guard let probe = report.probes.first?.artifact.metadata else {
            throw ReportError.noProbes()
        }
        return
            "\(report.personaIDs.count) personas of \(probe.modelName), variant \(probe.variant),"
            + " mask strategy \(probe.maskStrategy); measured on the held-out ones."
    }
}

extension TrainedProbe {
    /// The kinds that were tried, in their order.
    fileprivate var kinds: [ProbeKind] {
        rows.indices.map { rows[$0].kind }.enumerated()
            .filter { index, kind in !rows[..<index].contains { $0.kind == kind } }.map(\.element)
    }
}

extension ProbeKind {
    fileprivate var title: String { rawValue.replacing("_", with: " ") }
}
