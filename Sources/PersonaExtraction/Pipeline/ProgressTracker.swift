import Synchronization

/// Counts what an extraction has done; a class because callbacks of the engine count too.
final class ProgressTracker: Sendable {
    private struct Counts {
        var completed = 0
        var computed = 0
        var tokens = 0
        /// The samples of the task in hand, and those that are done.
        var samples = (count: 0, done: 0)
        var start: ContinuousClock.Instant?
    }

    private let counts = Mutex(Counts())
    private let taskCount: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let report: @Sendable (ExtractionProgress) -> Void

    init(
        taskCount: Int, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        report: @escaping @Sendable (ExtractionProgress) -> Void
    ) {
        self.taskCount = taskCount
        self.now = now
        self.report = report
    }

    func start(_ task: ExtractionTask, sampleCount: Int) {
        let now = now()
        tell(.started(sampleCount: sampleCount), task) { counts in
            counts.start = counts.start ?? now
            counts.samples = (sampleCount, 0)
        }
    }

    func sampleDone(_ task: ExtractionTask, tokens: Int) {
        tell(.sample, task) { counts in
            counts.tokens += tokens
            counts.samples.done += 1
        }
    }

    func finish(_ task: ExtractionTask, _ event: ExtractionProgress.Event) {
        tell(event, task) { counts in
            counts.completed += 1
            counts.samples = (0, 0)
            if case .skipped = event { return }
            counts.computed += 1
        }
    }

    private func tell(
        _ event: ExtractionProgress.Event, _ task: ExtractionTask,
        _ change: (inout Counts) -> Void
    ) {
        let now = now()
        let progress = counts.withLock { counts in
            change(&counts)
            return ExtractionProgress(
                event: event, task: task, completedTasks: counts.completed, taskCount: taskCount,
                tokens: counts.tokens, elapsed: counts.start.map { now - $0 } ?? .zero,
                computedTasks: counts.computed,
                startedShare: counts.samples.count == 0
                    ? 0 : Double(counts.samples.done) / Double(counts.samples.count))
        }
        report(progress)
    }
}
