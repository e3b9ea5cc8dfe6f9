import HubServer
import HubTesting

/// Runs an embedded Hub beside a test, three at a time: each of a client's transfers holds a thread,
/// and a hundred tests at once would leave none for the servers.
func withTestHub(_ body: @escaping @Sendable (TestHub) async throws -> Void) async throws {
    await HubGate.shared.enter()
    do {
        try await HubTesting.withTestHub({ _ in }, body)
    } catch {
        await HubGate.shared.leave()
        throw error
    }
    await HubGate.shared.leave()
}

/// Lets so many in and makes the others wait. An actor because tests run beside each other.
private actor HubGate {
    static let shared = HubGate()

    private var free = 3
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
