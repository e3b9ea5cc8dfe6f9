import PersonaExtraction
import PersonaVectors

/// What an extraction did, for people and programs.
enum ExtractionResult {
    static func result(
        _ report: ExtractionReport, model: ModelInfo, _ strategies: [MaskStrategy]
    ) -> CommandResult {
        let failed = report.failures.map(\.task)
        let all = report.saved + report.skipped + failed
        var variants: [PromptVariant] = []
        for task in all where !variants.contains(task.variant) { variants.append(task.variant) }
        func count(_ tasks: [ExtractionTask], _ variant: PromptVariant) -> String {
            String(tasks.count { $0.variant == variant })
        }
        return CommandResult(
            tables: [
                TextTable(
                    [.left("VARIANT"), .right("SAVED"), .right("SKIPPED"), .right("FAILED")],
                    rows: variants.sorted { $0.rawValue < $1.rawValue }.map { variant in
                        [
                            variant.rawValue, count(report.saved, variant),
                            count(report.skipped, variant), count(failed, variant),
                        ]
                    })
            ],
            json: .object([
                "model": .string(model.id),
                "mask_strategies": .strings(strategies.map(\.rawValue)),
                "saved": .array(report.saved.map(json)),
                "replaced": .array(
                    report.replaced.map { replacement in
                        var object = json(replacement.task).objectValue ?? JSONObject()
                        object["mask_strategy"] = .string(replacement.strategy.rawValue)
                        object["stored_with"] = .string(replacement.origin)
                        return .object(object)
                    }),
                "skipped": .array(report.skipped.map(json)),
                "failed": .array(
                    report.failures.map { failure in
                        var object = json(failure.task).objectValue ?? JSONObject()
                        object["error"] = .string("\(failure.error)")
                        return .object(object)
                    }),
            ]),
            identifiers: Set(report.saved.map { ExactString($0.personaID) }).sorted().map(\.string))
    }

    /// What people should know of vectors that took the place of others.
    static func notes(_ report: ExtractionReport) -> [String] {
        let origins = report.replaced.map(\.origin)
        return Set(origins).sorted().map { origin in
            let count = origins.count { $0 == origin }
            return "Warning: \(count) of the vectors saved took the place of others, made with "
                + "\(origin.printable)."
        }
    }

    private static func json(_ task: ExtractionTask) -> JSONValue {
        .object(["persona": .string(task.personaID), "variant": .string(task.variant.rawValue)])
    }
}
