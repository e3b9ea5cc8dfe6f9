public import Foundation
public import PersonaVectors

/// Extracts persona vectors with a backend and saves them, persona by persona.
///
/// Stopping at any moment loses at most the persona in hand: each is saved as soon as it is
/// complete, and the next run skips what is stored for the same samples. Several processes may run
/// different shards on one store.
public struct ActivationExtractor: Sendable {
    /// What is extracted and kept.
    public struct Options: Sendable {
        /// The strategies, all computed in one pass.
        public var strategies: [MaskStrategy]
        /// The part of the personas that this run does.
        public var shard: ExtractionShard
        /// Whether what is stored is computed anew.
        public var replacesStored: Bool
        /// Whether a persona that fails is left out and reported, instead of ending the run.
        public var skipsFailed: Bool
        /// The commit or digest of the model, for provenance.
        public var modelRevision: String?
        /// Further facts for provenance, kept with every vector.
        public var details: [String: String]

        /// Options; the defaults extract everything that is not stored yet.
        public init(
            strategies: [MaskStrategy] = [.answerMean], shard: ExtractionShard = .whole,
            replacesStored: Bool = false, skipsFailed: Bool = false,
            modelRevision: String? = nil, details: [String: String] = [:]
        ) {
            self.strategies = strategies
            self.shard = shard
            self.replacesStored = replacesStored
            self.skipsFailed = skipsFailed
            self.modelRevision = modelRevision
            self.details = details
        }
    }

    /// What runs the model.
    public let backend: any ActivationBackend
    /// The options.
    public let options: Options
    let stores: [(strategy: MaskStrategy, store: PersonaVectorStore)]

    /// An extractor that saves below a folder; nothing is read or made yet.
    ///
    /// - Parameters:
    ///   - backend: runs the model; its id names the folder of the vectors.
    ///   - rootDirectory: the folder of ``/PersonaVectors/PersonaVectorStore``, by convention
    ///     `artifacts/activations`.
    ///   - options: what is extracted and kept.
    /// - Throws: ``ExtractionError`` with code `invalidArgument` without strategies;
    ///   `ArtifactError` when the model or a strategy cannot be a folder.
    public init(
        backend: any ActivationBackend, rootDirectory: URL, options: Options = Options()
    ) throws {
        guard !options.strategies.isEmpty else { throw ExtractionError.noStrategies() }
        self.backend = backend
        self.options = options
        stores = try options.strategies.map { strategy in
            (
                strategy,
                try PersonaVectorStore(
                    modelName: backend.model.id, rootDirectory: rootDirectory,
                    maskStrategy: strategy)
            )
        }
    }

    /// Extracts and saves the tasks of this shard, in order.
    ///
    /// - Parameters:
    ///   - tasks: every persona and variant, of all shards.
    ///   - outline: says what a task's vector will be made of, so that one that is stored is skipped
    ///     without preparing its samples; nil prepares them to see.
    ///   - prepare: renders, tokenizes and masks the samples of a task; called once a task, just
    ///     before it is run.
    ///   - progress: hears of every step.
    /// - Returns: what was saved, skipped and left out.
    /// - Throws: ``ExtractionError`` with code `personaFailed` for the first task that fails, also
    ///   because its id cannot be a file name, unless failed ones are skipped; for a task that
    ///   failed because the backend is lost it is thrown even then, for all others would fail, too.
    ///   `ArtifactError` when saving fails; `CancellationError`. What was saved before stays.
    public func run(
        _ tasks: [ExtractionTask],
        outline: (@Sendable (ExtractionTask) async throws -> SampleOutline)? = nil,
        prepare: @escaping @Sendable (ExtractionTask) async throws -> PersonaSamples,
        progress: @escaping @Sendable (ExtractionProgress) -> Void = { _ in }
    ) async throws -> ExtractionReport {
        try await run(tasks, progress) { task in
            OpenedTask(outline: try await outline?(task)) { try await prepare(task) }
        }
    }

    /// Extracts and saves the tasks of this shard, in order; a persona's questions are read once.
    ///
    /// - Parameters:
    ///   - tasks: every persona and variant, of all shards.
    ///   - source: where their samples come from.
    ///   - progress: hears of every step.
    /// - Returns: what was saved, skipped and left out.
    /// - Throws: as ``run(_:outline:prepare:progress:)`` does.
    public func run(
        _ tasks: [ExtractionTask], of source: PersonaSampleSource,
        progress: @escaping @Sendable (ExtractionProgress) -> Void = { _ in }
    ) async throws -> ExtractionReport {
        try await run(tasks, progress) { task in
            let prompts = try source.prompts(of: task)
            return OpenedTask(outline: source.outline(of: prompts)) {
                try source.personaSamples(of: prompts)
            }
        }
    }

    private func run(
        _ tasks: [ExtractionTask], _ progress: @escaping @Sendable (ExtractionProgress) -> Void,
        _ open: (ExtractionTask) async throws -> OpenedTask
    ) async throws -> ExtractionReport {
        let tasks = options.shard.select(tasks)
        let tracker = ProgressTracker(taskCount: tasks.count, report: progress)
        var report = ExtractionReport()
        for task in tasks {
            try Task.checkCancellation()
            do {
                try task.validateNames()
                guard let means = try await means(of: task, open(task), tracker) else {
                    report.skipped.append(task)
                    tracker.finish(task, .skipped)
                    continue
                }
                try save(means, task)
                report.saved.append(task)
                report.replaced += means.replaced
                tracker.finish(task, .saved(means.strategies))
            } catch let error as CancellationError {
                throw error
            } catch let error as ArtifactError where error.code != .invalidName {
                throw error
            } catch {
                let failure = ExtractionError.personaFailed(task, error)
                guard options.skipsFailed, !failure.isBackendLost else { throw failure }
                report.failures.append(ExtractionReport.Failure(task: task, error: failure))
                tracker.finish(task, .failed(failure))
            }
        }
        return report
    }
}
