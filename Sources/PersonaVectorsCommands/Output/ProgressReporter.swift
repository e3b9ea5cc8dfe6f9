import Dispatch
import Synchronization

/// Shows on a terminal what a long piece of work is at, once it has taken a second.
///
/// A class because the work counts in it while a timer reads it, on different threads.
final class ProgressReporter: Sendable {
    private struct State {
        var title: String
        var done = 0
        var total: Int?
        var isShown = false
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now
    private let complain: @Sendable (String) -> Void

    private init(title: String, complain: @escaping @Sendable (String) -> Void) {
        state = Mutex(State(title: title))
        self.complain = complain
    }

    /// Does some work and shows its progress, if standard error is a terminal and nobody asked for
    /// quiet.
    static func track<R>(
        _ title: String, output: OutputOptions, _ body: (ProgressReporter) throws -> R
    ) rethrows -> R {
        let reporter = ProgressReporter(title: title, complain: CommandContext.current.complain)
        let timer = reporter.start(output)
        defer { reporter.stop(timer) }
        return try body(reporter)
    }

    /// Does some work that waits for others, and shows its progress likewise.
    static func track<R>(
        _ title: String, output: OutputOptions, _ body: (ProgressReporter) async throws -> R
    ) async rethrows -> R {
        let reporter = ProgressReporter(title: title, complain: CommandContext.current.complain)
        let timer = reporter.start(output)
        defer { reporter.stop(timer) }
        return try await body(reporter)
    }

    private func start(_ output: OutputOptions) -> (any DispatchSourceTimer)? {
        guard CommandContext.current.isTerminal, !output.quiet else { return nil }
        let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        timer.schedule(deadline: .now() + .seconds(1), repeating: .milliseconds(200))
        timer.setEventHandler { self.draw() }
        timer.resume()
        return timer
    }

    private func stop(_ timer: (any DispatchSourceTimer)?) {
        guard let timer else { return }
        timer.cancel()
        clear()
    }

    /// Starts a new part of the work.
    func begin(_ title: String, total: Int? = nil) {
        state.withLock { $0 = State(title: title, total: total, isShown: $0.isShown) }
    }

    /// Counts items as done.
    func advance(by count: Int = 1) {
        state.withLock { $0.done += count }
    }

    /// Says how far the part has come, where the work itself counts.
    func report(_ title: String, done: Int, total: Int) {
        state.withLock {
            $0 = State(title: title, done: done, total: total, isShown: $0.isShown)
        }
    }

    private func draw() {
        let seconds = Int((ContinuousClock.now - start).components.seconds)
        state.withLock { state in
            state.isShown = true
            let line = Self.line(
                title: state.title, done: state.done, total: state.total, seconds: seconds)
            complain("\r\u{1B}[K\(line)")
        }
    }

    private func clear() {
        state.withLock { state in
            if state.isShown { complain("\r\u{1B}[K") }
            state.isShown = false
        }
    }

    /// What the line says: `Reading 12 of 200 (3 s)`.
    static func line(title: String, done: Int, total: Int?, seconds: Int) -> String {
        let count = total.map { " \(done) of \($0)" } ?? ""
        return "\(title)\(count) (\(seconds) s)"
    }
}
