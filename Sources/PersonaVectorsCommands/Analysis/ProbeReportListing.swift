import PersonaAnalysis
import PersonaReports
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Trained probes, ready for every way of printing them.
struct ProbeReportListing {
    let report: ProbeTrainingReport
    let source: VectorSource
    let variant: PromptVariant
    let provenance: ProbeProvenance?
    let figures: [WrittenFigure]

    var result: CommandResult {
        CommandResult(
            tables: report.probes.flatMap { [Self.facts($0), Self.rows($0)] }
                + [WrittenFigure.table(figures)],
            json: json,
            identifiers: report.probes.compactMap { $0.folder?.path })
    }

    /// What should be known beside the result.
    var notes: [String] {
        let count = report.personaIDsWithoutAttributes.count
        let leftOut =
            count == 0
            ? []
            : [
                "Left out \(count) of \(count + report.personaIDs.count) personas: they have vectors"
                    + " but no attributes."
            ]
        return leftOut + report.probes.compactMap(Self.stoppedFits)
    }

    /// The layers whose logistic regression was stopped before its optimum.
    private static func stoppedFits(_ probe: TrainedProbe) -> String? {
        let layers = probe.rows.filter { !$0.isConverged }.map { String($0.layer) }
        guard !layers.isEmpty else { return nil }
        return "Warning: The logistic regression of '\(probe.labels.attribute.printable)' did not"
            + " converge in layer\(layers.count == 1 ? "" : "s") \(layers.joined(separator: ", ")):"
            + " its scores may be too low."
    }

    // MARK: For people

    private static func facts(_ probe: TrainedProbe) -> TextTable {
        let labels = probe.labels
        var facts = [
            ("Attribute", labels.attribute),
            ("Task", "\(labels.task.rawValue), \(labels.targets.count) personas"),
        ]
        if let names = labels.classNames {
            let counts = names.enumerated().map { number, name in
                "\(name) (\(labels.classes.count { $0 == number }))"
            }
            facts.append(("Classes", counts.joined(separator: ", ")))
        }
        if let repeats = probe.repeats {
            facts.append(("Repeats", summary(repeats, of: "splits")))
        }
        if let folds = probe.folds { facts.append(("Folds", summary(folds, of: "folds"))) }
        if let shuffled = probe.shuffled {
            facts.append(("Shuffled labels", summary(shuffled, of: "shufflings")))
        }
        if let folder = probe.folder { facts.append(("Saved in", folder.path)) }
        return .facts(facts)
    }

    /// `balanced accuracy 0.943, 95 % interval 0.911 to 0.975, 5 folds`.
    private static func summary(_ repeats: ProbeRepeats, of noun: String) -> String {
        let interval = repeats.interval.map {
            ", 95 % interval \(digits($0.lowerBound)) to \(digits($0.upperBound))"
        }
        return "\(title(repeats.metric)) \(digits(repeats.mean))\(interval ?? ""),"
            + " \(repeats.values.count) \(noun)"
    }

    private static func rows(_ probe: TrainedProbe) -> TextTable {
        let columns = metrics(of: probe.labels.task)
        return TextTable(
            [.left(""), .right("LAYER"), .left("KIND")] + columns.map { .right($0.title) },
            rows: probe.rows.map { row in
                [row == probe.best ? "*" : "", String(row.layer), row.kind.rawValue]
                    + columns.map { digits($0.value(row) ?? .nan) }
            })
    }

    private static func metrics(
        of task: ProbeTask
    ) -> [(title: String, value: (ProbeRow) -> Double?)] {
        switch task {
        case .binary, .categorical:
            [("BALANCED ACCURACY", \.balancedAccuracy), ("BASELINE", \.baselineBalancedAccuracy)]
        case .ordinal:
            [
                ("BALANCED ACCURACY", \.balancedAccuracy), ("BASELINE", \.baselineBalancedAccuracy),
                ("MEAN ERROR", \.meanAbsoluteError),
            ]
        case .numeric:
            [
                ("R2", \.r2), ("BASELINE", \.baselineR2), ("MEAN ERROR", \.meanAbsoluteError),
                ("BASELINE ERROR", \.baselineMeanAbsoluteError),
            ]
        }
    }

    private static func title(_ metric: ProbeMetric) -> String {
        switch metric {
        case .balancedAccuracy: "balanced accuracy"
        case .meanAbsoluteError: "mean error"
        case .r2: "R2"
        }
    }

    private static func digits(_ number: Double) -> String {
        NumberText.significant(number, digits: 4)
    }
}

// MARK: For programs

extension ProbeReportListing {
    private var json: JSONValue {
        .object([
            "model": .string(source.vectors.modelName),
            "mask_strategy": .string(source.vectors.maskStrategy.rawValue),
            "variant": .string(variant.rawValue),
            "vectors": .optional(provenance?.vectors),
            "vectors_revision": .optional(provenance?.vectorsRevision),
            "dataset": .optional(provenance?.dataset),
            "dataset_revision": .optional(provenance?.datasetRevision),
            "personas": .integer(report.personaIDs.count),
            "personas_without_attributes": .strings(report.personaIDsWithoutAttributes),
            "probes": .array(report.probes.map(Self.json)),
            "figures": .array(figures.map(\.json)),
            "failures": .array(
                report.failures.map { failure in
                    .object([
                        "attribute": .string(failure.attribute),
                        "message": .string("\(failure.error)"),
                    ])
                }),
        ])
    }

    private static func json(_ probe: TrainedProbe) -> JSONValue {
        .object([
            "attribute": .string(probe.labels.attribute),
            "task": .string(probe.labels.task.rawValue),
            "classes": probe.labels.classNames.map { .strings($0) } ?? .null,
            "samples": .integer(probe.labels.targets.count),
            "folder": .optional(probe.folder?.path),
            "best": .object(probe.best.json),
            "rows": .array(
                probe.rows.map { row in
                    var object = row.json
                    object["converged"] = .bool(row.isConverged)
                    return .object(object)
                }),
            "repeats": json(probe.repeats), "folds": json(probe.folds),
            "shuffled": json(probe.shuffled),
        ])
    }

    private static func json(_ repeats: ProbeRepeats?) -> JSONValue {
        guard let repeats else { return .null }
        return .object([
            "metric": .string(repeats.metric.rawValue),
            "values": .array(repeats.values.map { .finite($0) }),
            "mean": .finite(repeats.mean),
            "standard_deviation": .finite(repeats.standardDeviation),
            "interval": repeats.interval.map {
                .array([.finite($0.lowerBound), .finite($0.upperBound)])
            } ?? .null,
        ])
    }
}
