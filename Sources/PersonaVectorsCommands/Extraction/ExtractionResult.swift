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

    private static func json(_ task: ExtractionTask) -> JSONValue {
        .object(["persona": .string(task.personaID), "variant": .string(task.variant.rawValue)])
    }
}
