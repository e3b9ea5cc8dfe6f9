import PersonaVectors

/// Vectors on their way into one variant of a store.
struct TransferStep {
    /// Where the vectors come from.
    enum Origin {
        case vectors([PersonaVectorToSave])
        case store(PersonaVectorStore, personaIDs: [String]?)
    }

    let target: PersonaVectorStore
    let variant: PromptVariant
    let origin: Origin

    func merge(_ policy: ConflictPolicy, isDryRun: Bool) throws -> MergeReport {
        switch origin {
        case .vectors(let vectors):
            try target.merge(
                vectors, variant: variant, onConflict: policy, isDryRun: isDryRun)
        case .store(let source, let personaIDs):
            try target.copy(
                variant, from: source, personaIDs: personaIDs, onConflict: policy,
                isDryRun: isDryRun)
        }
    }
}

/// What a transfer will do, variant by variant.
struct TransferPlan {
    let steps: [TransferStep]

    /// Does every step, or none when one of them cannot be done; all reasons are reported.
    func perform(_ options: WritingOptions, progress: ProgressReporter) throws -> CommandResult {
        var reports: [MergeReport] = []
        // A single step is all or nothing by itself.
        if options.dryRun || steps.count > 1 {
            progress.begin("Comparing", total: visibleTotal)
            reports = try attemptAll { step in
                defer { progress.advance() }
                return try step.merge(options.policy, isDryRun: true)
            }
        }
        if !options.dryRun {
            progress.begin("Saving\(vectorCount)", total: visibleTotal)
            reports = try steps.map { step in
                defer { progress.advance() }
                return try step.merge(options.policy, isDryRun: false)
            }
        }
        return result(reports)
    }

    /// The number of steps, when there are several to be counted.
    private var visibleTotal: Int? { steps.count > 1 ? steps.count : nil }

    /// How many vectors are on their way, as far as they have been counted.
    private var vectorCount: String {
        let counts = steps.compactMap { step in
            if case .vectors(let vectors) = step.origin { vectors.count } else { nil }
        }
        return counts.isEmpty ? "" : " \(counts.reduce(0, +)) vectors"
    }

    private func attemptAll(_ body: (TransferStep) throws -> MergeReport) throws -> [MergeReport] {
        var reports: [MergeReport] = []
        var failures: [any Error] = []
        for step in steps {
            do {
                reports.append(try body(step))
            } catch {
                failures.append(error)
            }
        }
        if let failure = failures.first {
            throw failures.count == 1 ? failure : CommandFailures(failures: failures)
        }
        return reports
    }

    private func result(_ reports: [MergeReport]) -> CommandResult {
        let rows = Array(zip(steps, reports))
        return CommandResult(
            tables: [
                TextTable(
                    [
                        .left("MODEL"), .left("MASK STRATEGY"), .left("VARIANT"), .right("ADDED"),
                        .right("REPLACED"), .right("UNCHANGED"),
                    ],
                    rows: rows.map { step, report in
                        [
                            step.target.modelName, step.target.maskStrategy.rawValue,
                            step.variant.rawValue, String(report.added.count),
                            String(report.replaced.count), String(report.unchanged.count),
                        ]
                    })
            ],
            json: .array(
                rows.map { step, report in
                    .object([
                        "model": .string(step.target.modelName),
                        "mask_strategy": .string(step.target.maskStrategy.rawValue),
                        "variant": .string(step.variant.rawValue),
                        "added": .strings(report.added), "replaced": .strings(report.replaced),
                        "unchanged": .strings(report.unchanged),
                    ])
                }),
            identifiers: distinct(reports.flatMap { $0.added + $0.replaced }))
    }

    private func distinct(_ ids: [String]) -> [String] {
        var seen: Set<ExactString> = []
        return ids.filter { seen.insert(ExactString($0)).inserted }
    }
}
