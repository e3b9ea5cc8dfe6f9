internal import Synchronization

/// One request that a ``HubServer`` answered.
public struct HubServerRecord: Hashable, Sendable {
    /// `GET`, `HEAD`, `POST`, `PUT` or `DELETE`.
    public let method: String
    /// The path as it came, without the query.
    public let path: String
    /// The `Range` header, if one came.
    public let range: String?
    /// The status of the answer.
    public let status: Int
    /// Bytes of body sent.
    public let sentBytes: Int
    /// Whether a token came along.
    public let wasAuthorized: Bool
    /// Whether the request came to the address of the large files rather than to the Hub's.
    public let isStorage: Bool
}

/// What a ``HubServer`` was asked, in order of arrival.
///
/// A class because requests on several connections share it.
public final class HubServerLog: Sendable {
    private let state = Mutex<[HubServerRecord]>([])

    /// An empty log.
    init() {}

    /// Everything so far.
    public var records: [HubServerRecord] { state.withLock { $0 } }

    /// Forgets everything.
    public func reset() {
        state.withLock { $0.removeAll() }
    }

    func append(_ record: HubServerRecord) {
        state.withLock { $0.append(record) }
    }
}
