package import Foundation

/// Time and chance, so that a test of the waits does not wait.
package protocol HubClock: Sendable {
    var now: Date { get }
    func sleep(for duration: Duration) async throws
    /// A number in `0 ..< 1`.
    func chance() -> Double
}

/// The real ones.
package struct SystemHubClock: HubClock {
    package init() {}

    package var now: Date { Date() }

    package func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }

    package func chance() -> Double {
        Double.random(in: 0..<1)
    }
}
