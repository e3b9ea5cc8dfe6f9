import Dispatch
import Synchronization

/// Decodes parts that have nothing to do with each other on all cores; blocks until all are done.
///
/// - Parameters:
///   - count: the number of parts.
///   - body: decodes one part; called from several threads at once.
/// - Throws: what the failing part with the lowest index threw, so that the answer does not depend
///   on the threads. The others are decoded all the same.
package func decodeConcurrently<E: Error>(
    count: Int, _ body: @Sendable (Int) throws(E) -> Void
) throws(E) {
    guard count > 1 else {
        if count == 1 { try body(0) }
        return
    }
    let first = Mutex<(index: Int, error: E)?>(nil)
    DispatchQueue.concurrentPerform(iterations: count) { index in
        do throws(E) {
            try body(index)
        } catch {
            first.withLock { first in
                if first.map({ index < $0.index }) ?? true { first = (index, error) }
            }
        }
    }
    if let failure = first.withLock({ $0 }) { throw failure.error }
}
