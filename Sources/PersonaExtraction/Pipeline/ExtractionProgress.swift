public import PersonaVectors

/// What has just happened in an extraction, and how far it is.
public struct ExtractionProgress: Sendable {
    /// What has happened.
    public enum Event: Sendable {
        /// A task begins; so many samples are run.
        case started(sampleCount: Int)
        /// A sample of the task is done.
        case sample
        /// The vectors of a task are in the store.
        case saved([MaskStrategy])
        /// Everything was in the store already.
        case skipped
        /// A task failed and was left out.
        case failed(any Error)
    }

    /// What has happened.
    public let event: Event
    /// The task concerned.
    public let task: ExtractionTask
    /// Tasks that are saved, skipped or failed.
    public let completedTasks: Int
    /// All tasks of this shard.
    public let taskCount: Int
    /// The tokens of all samples that were run, shared ones counted for each sample.
    public let tokens: Int
    /// The time since the first task that was not skipped began.
    public let elapsed: Duration
    /// Tasks that were computed, not skipped.
    public let computedTasks: Int
    /// Of the task in hand, the share of its samples that are done: 0 to 1.
    public let startedShare: Double

    /// Tokens a second, as a full pass a sample would count them; nil before the first.
    public var tokensPerSecond: Double? {
        let seconds = elapsed / .seconds(1)
        return tokens > 0 && seconds > 0 ? Double(tokens) / seconds : nil
    }

    /// An estimate of the time left, from what is computed so far; nil before the first sample.
    public var timeLeft: Duration? {
        let done = Double(computedTasks) + startedShare
        guard done > 0 else { return nil }
        return elapsed * ((Double(taskCount - completedTasks) - startedShare) / done)
    }
}

/// What an extraction did.
public struct ExtractionReport: Sendable {
    /// A task that failed, and why.
    public struct Failure: Sendable {
        /// The task.
        public let task: ExtractionTask
        /// What was thrown.
        public let error: any Error
    }

    /// A vector that was there, made otherwise, and was computed anew.
    public struct Replacement: Sendable {
        /// The task.
        public let task: ExtractionTask
        /// The strategy.
        public let strategy: MaskStrategy
        /// What it was made with, such as `template_date 2026-01-01`.
        public let origin: String
    }

    /// Tasks whose vectors were computed and saved.
    public internal(set) var saved: [ExtractionTask] = []
    /// The vectors among them that took the place of others, unless that was asked for.
    public internal(set) var replaced: [Replacement] = []
    /// Tasks that were in the store already.
    public internal(set) var skipped: [ExtractionTask] = []
    /// Tasks left out because they failed.
    public internal(set) var failures: [Failure] = []
}
