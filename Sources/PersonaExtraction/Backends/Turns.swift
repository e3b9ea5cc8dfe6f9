import Dispatch
import Synchronization

/// Calls that block a thread and take turns, for engines that use all cores or have one process.
struct Turns: Sendable {
    private let queue: DispatchQueue

    init(_ name: String) {
        queue = DispatchQueue(label: "persona-vectors.\(name)")
    }

    /// Runs `body` when its turn comes; once the task is cancelled, `isCancelled` answers true.
    func run<R: Sendable>(
        _ body: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> R
    ) async throws -> R {
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    continuation.resume(with: Result { try body { cancellation.isSet } })
                }
            }
        } onCancel: {
            cancellation.set()
        }
    }
}

/// Whether the task that waits for an engine was cancelled.
private final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() {
        flag.store(true, ordering: .relaxed)
    }
}
