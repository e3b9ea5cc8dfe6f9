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
    private let state = Mutex<[HubRequestRecord]>([])

    /// An empty log.
    public init() {}

    /// Everything so far, in the order in which the answers came.
    public var records: [HubRequestRecord] { state.withLock { $0 } }

    /// How many exchanges there were, retries and redirects included.
    public var requestCount: Int { state.withLock { $0.count } }

    /// Bytes of body received.
    public var receivedBytes: Int {
        state.withLock { $0.reduce(0) { $0 + $1.receivedBytes } }
    }

    /// Bytes of body sent.
    public var sentBytes: Int {
        state.withLock { $0.reduce(0) { $0 + $1.sentBytes } }
    }

    /// Forgets everything, to count the next step from zero.
    public func reset() {
        state.withLock { $0.removeAll() }
    }

    func append(_ record: HubRequestRecord) {
        state.withLock { $0.append(record) }
    }
}
