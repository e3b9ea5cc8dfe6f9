import Dispatch
import Synchronization

/// Work on many items with as many threads as there are cores, in the order of the items.
enum Parallel {
    /// The results of `body` for each item, in the order of the items.
    ///
    /// Items are dealt out in runs of neighbours, which keeps the cost of dealing away from items
    /// of microseconds; the runs are short enough that no thread waits long for the last one.
    static func map<Item: Sendable, R: Sendable>(
        _ items: [Item], _ body: @Sendable (Item) -> R
    ) -> [R] {
        let runLength = max(1, min(16, items.count / 64))
        let runCount = (items.count + runLength - 1) / runLength
        guard runCount > 1 else { return items.map(body) }
        let runs = Mutex([[R]?](repeating: nil, count: runCount))
        DispatchQueue.concurrentPerform(iterations: runCount) { run in
            let start = run * runLength
            let results = items[start..<min(start + runLength, items.count)].map(body)
            runs.withLock { $0[run] = results }
        }
        return runs.withLock { runs in runs.flatMap { $0 ?? [] } }
    }
}
