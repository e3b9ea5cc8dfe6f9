internal import Synchronization

/// One HTTP exchange, as a ``HubRequestLog`` keeps it.
public struct HubRequestRecord: Sendable {
    /// `GET`, `HEAD`, `POST`, `PUT` or `DELETE`.
    public let method: String
    /// The address without its query, which may hold a signature.
    public let address: String
    /// The `Range` header, if one was sent.
    public let range: String?
    /// The status; `nil` when no whole answer came.
    public let status: Int?
    /// Bytes of body sent.
    public let sentBytes: Int
    /// Bytes of body received, after decompression.
    public let receivedBytes: Int
    /// Whether the token went along.
    public let wasAuthorized: Bool
}

/// Collects what a ``HubClient`` asks of the network, to show what a step cost.
///
/// A class because the client's concurrent transfers share it.
public final class HubRequestLog: Sendable {
    private struct State: Sendable {
        var records: [HubRequestRecord] = []
        /// Bytes of the exchanges that are under way.
        var receiving = 0
        var sending = 0
    }

    private let state = Mutex(State())

    /// An empty log.
    public init() {}

    /// Everything that is over, in the order in which the answers came.
    public var records: [HubRequestRecord] { state.withLock { $0.records } }

    /// How many exchanges are over, retries and redirects included.
    public var requestCount: Int { state.withLock { $0.records.count } }

    /// Bytes of body received, those of exchanges that are under way included.
    public var receivedBytes: Int {
        state.withLock { $0.records.reduce($0.receiving) { $0 + $1.receivedBytes } }
    }

    /// Bytes of body sent, those of exchanges that are under way included.
    public var sentBytes: Int {
        state.withLock { $0.records.reduce($0.sending) { $0 + $1.sentBytes } }
    }

    /// Forgets everything that is over, to count the next step from zero.
    public func reset() {
        state.withLock { $0.records.removeAll() }
    }

    /// Counts one exchange.
    func meter() -> Meter {
        Meter(log: self)
    }

    /// The bytes of one exchange while it is under way.
    ///
    /// A class because the transport calls it back.
    final class Meter: Sendable {
        private struct Count: Sendable {
            var received = 0
            var sent = 0
        }

        private let log: HubRequestLog
        private let count = Mutex(Count())

        fileprivate init(log: HubRequestLog) {
            self.log = log
        }

        func received(_ bytes: Int) {
            count.withLock { $0.received += bytes }
            log.state.withLock { $0.receiving += bytes }
        }

        /// What is sent again does not count twice.
        func sent(upTo position: Int) {
            let new = count.withLock { count in
                defer { count.sent = max(count.sent, position) }
                return max(0, position - count.sent)
            }
            log.state.withLock { $0.sending += new }
        }

        func end(with record: HubRequestRecord) {
            let count = count.withLock { $0 }
            log.state.withLock { state in
                state.receiving -= count.received
                state.sending -= count.sent
                state.records.append(record)
            }
        }
    }
}
