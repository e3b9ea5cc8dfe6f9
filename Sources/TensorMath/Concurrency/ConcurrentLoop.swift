internal import Dispatch
internal import Foundation
internal import Synchronization

/// Loops whose turns are independent of each other, shared between threads.
///
/// Turns are handed out one by one, so uneven ones balance; a turn must not depend on the thread
/// that runs it, and then neither does the answer. A call blocks until all turns are done.
package enum ConcurrentLoop {
    /// Runs `body` for every index.
    ///
    /// - Parameters:
    ///   - count: the number of turns.
    ///   - threads: how many threads may work; nil means one a core, fewer than one means one.
    ///   - body: one turn; called from several threads at once.
    package static func run(count: Int, threads: Int?, body: @Sendable (Int) -> Void) {
        runWhile(count: count, threads: threads) { index in
            body(index)
            return true
        }
    }

    /// What `body` returns for every index, in the order of the indices.
    ///
    /// After a turn that failed no more are begun. In a task that is cancelled none are begun
    /// either, if an error of any type may be thrown: the turns under way are waited for.
    ///
    /// - Parameters:
    ///   - count: the number of turns.
    ///   - threads: how many threads may work; nil means one a core.
    ///   - body: one turn; called from several threads at once.
    /// - Returns: `count` results.
    /// - Throws: what the failing turn with the lowest index threw; `CancellationError` when none
    ///   failed and the task was cancelled before the last had begun.
    package static func map<T: Sendable, Failure: Error>(
        count: Int, threads: Int?, body: @Sendable (Int) throws(Failure) -> T
    ) throws(Failure) -> [T] {
        // Nil for a loop that cannot throw it, which then has to finish.
        let cancellation = (CancellationError() as any Error) as? Failure
        let mayStop = cancellation != nil
        let results = Mutex<[Result<T, Failure>?]>(Array(repeating: nil, count: count))
        runWhile(count: count, threads: threads) { index in
            // The thread of the caller takes turns too, and knows its task; the others do not.
            if mayStop, Task.isCancelled { return false }
            let result = Result { () throws(Failure) in try body(index) }
            results.withLock { $0[index] = result }
            if case .failure = result { return false }
            return true
        }
        let found = results.withLock { $0 }
        for case .failure(let error)? in found { throw error }
        if let cancellation, found.contains(where: { $0 == nil }) { throw cancellation }
        var values: [T] = []
        values.reserveCapacity(count)
        for case let result? in found { values.append(try result.get()) }
        return values
    }

    /// Runs `body` for one index after the other until it answers false.
    ///
    /// Indices are handed out in ascending order, so that all below one that was begun were, too.
    private static func runWhile(
        count: Int, threads: Int?, body: @Sendable (Int) -> Bool
    ) {
        let wanted = threads ?? ProcessInfo.processInfo.activeProcessorCount
        let workers = Swift.min(wanted, count)
        guard workers > 1 else {
            for index in 0..<count where !body(index) { return }
            return
        }
        let next = Atomic(0)
        let isStopped = Atomic(false)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while !isStopped.load(ordering: .relaxed) {
                let index = next.add(1, ordering: .relaxed).oldValue
                if index >= count { return }
                if !body(index) { isStopped.store(true, ordering: .relaxed) }
            }
        }
    }
}
