import Dispatch
import Synchronization

/// Shows what a long piece of work is at: on a terminal in a line that is drawn again and again, once
/// the work has taken a second; elsewhere, such as in the log of a cluster, in a plain line a minute.
///
/// A class because the work counts in it while a timer reads it, on different threads.
final class ProgressReporter: Sendable {
    private struct State {
        var title: String
        var done = 0
        var total: Int?
        var isShown = false
        var isOver = false
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now
    private let context = CommandContext.current

    private init(title: String) {
        state = Mutex(State(title: title))
    }

    /// Does some work and shows its progress, unless somebody asked for quiet.
    static func track<R>(
        _ title: String, output: OutputOptions, _ body: (ProgressReporter) throws -> R
    ) rethrows -> R {
        let reporter = ProgressReporter(title: title)
        let timer = reporter.beginDrawing(output)
        defer { reporter.endDrawing(timer) }
        return try body(reporter)
    }

    /// The same for work that waits for a Hub; the bytes that have gone are shown as well.
    static func track<R>(
        _ title: String, output: OutputOptions, _ body: (ProgressReporter) async throws -> R
    ) async rethrows -> R {
        let reporter = ProgressReporter(title: title)
        let timer = reporter.beginDrawing(output)
        defer { reporter.endDrawing(timer) }
        return try await body(reporter)
    }

    private func beginDrawing(_ output: OutputOptions) -> (any DispatchSourceTimer)? {
        guard !output.quiet else { return nil }
        let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        if context.isTerminal {
            timer.schedule(deadline: .now() + .seconds(1), repeating: .milliseconds(200))
            timer.setEventHandler { self.draw() }
        } else {
            let interval = context.progressInterval
            timer.schedule(deadline: .now() + interval, repeating: interval)
            timer.setEventHandler { self.log() }
        }
        timer.resume()
        return timer
    }

    private func endDrawing(_ timer: (any DispatchSourceTimer)?) {
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

    /// Whether the part of the work that was begun last is done.
    var isPartDone: Bool {
        state.withLock { state in state.total.map { state.done == $0 } ?? true }
    }

    /// Says how much is done of the part of the work that is under way.
    func show(_ title: String, done: Int, total: Int) {
        state.withLock {
            $0 = State(title: title, done: done, total: total, isShown: $0.isShown)
        }
    }

    private func draw() {
        withLine { state, line in
            state.isShown = true
            context.complain("\r\u{1B}[K\(line)")
        }
    }

    private func log() {
        withLine { _, line in context.complain(line + "\n") }
    }

    private func withLine(_ body: (inout State, String) -> Void) {
        let seconds = Int((ContinuousClock.now - start).components.seconds)
        let bytes = context.hubUse.byteCounts
        state.withLock { state in
            // A timer that was just cancelled may fire once more.
            guard !state.isOver else { return }
            let line = Self.line(
                title: state.title, done: state.done, total: state.total, bytes: bytes,
                seconds: seconds)
            body(&state, line)
        }
    }

    private func clear() {
        state.withLock { state in
            if state.isShown { context.complain("\r\u{1B}[K") }
            state.isShown = false
            state.isOver = true
        }
    }

    /// What the line says: `Reading 12 of 200 (3 s)`, `Pulling 3 of 9, 1.2 MB received (4 s)`.
    static func line(
        title: String, done: Int, total: Int?, bytes: (sent: Int, received: Int) = (0, 0),
        seconds: Int
    ) -> String {
        let count = total.map { " \(done) of \($0)" } ?? ""
        let sent = bytes.sent > 0 ? ", \(ByteCount.text(bytes.sent)) sent" : ""
        let received = bytes.received > 0 ? ", \(ByteCount.text(bytes.received)) received" : ""
        return "\(title)\(count)\(sent)\(received) (\(seconds) s)"
    }
}
