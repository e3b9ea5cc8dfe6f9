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
        let wanted = threads ?? ProcessInfo.processInfo.activeProcessorCount
        let workers = Swift.min(wanted, count)
        guard workers > 1 else {
            for index in 0..<count { body(index) }
            return
        }
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                if index >= count { return }
                body(index)
            }
        }
    }

    /// What `body` returns for every index, in the order of the indices.
    ///
    /// - Parameters:
    ///   - count: the number of turns.
    ///   - threads: how many threads may work; nil means one a core.
    ///   - body: one turn; called from several threads at once.
    /// - Returns: `count` results.
    /// - Throws: what the failing turn with the lowest index threw.
    package static func map<T: Sendable, Failure: Error>(
        count: Int, threads: Int?, body: @Sendable (Int) throws(Failure) -> T
    ) throws(Failure) -> [T] {
        let results = Mutex<[Result<T, Failure>?]>(Array(repeating: nil, count: count))
        run(count: count, threads: threads) { index in
            let result = Result { () throws(Failure) in try body(index) }
            results.withLock { $0[index] = result }
        }
        var values: [T] = []
        values.reserveCapacity(count)
        for case let result? in results.withLock({ $0 }) { values.append(try result.get()) }
        return values
    }
}
