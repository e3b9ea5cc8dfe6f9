import Synchronization

/// Results by the index of their request; a class because a callback fills it.
final class Collected: Sendable {
    let values: Mutex<[[LayerActivations]]>

    init(count: Int) {
        values = Mutex(Array(repeating: [], count: count))
    }
}
