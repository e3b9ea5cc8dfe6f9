package import Foundation
internal import HuggingFaceHub
internal import Synchronization

/// A clock that writes down what it was asked to wait, and does not wait.
package final class RecordingClock: HubClock {
    private let state = Mutex<[Duration]>([])
    private let fraction: Double

    package let now: Date

    /// - Parameters:
    ///   - now: the moment at which it stands still.
    ///   - chance: what it gives for chance.
    package init(now: Date = Date(timeIntervalSince1970: 1_800_000_000), chance: Double = 0) {
        self.now = now
        fraction = chance
    }

    /// The waits so far.
    package var waits: [Duration] { state.withLock { $0 } }

    package func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock { $0.append(duration) }
        await Task.yield()
    }

    package func chance() -> Double { fraction }
}
