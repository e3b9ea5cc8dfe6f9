internal import Synchronization

/// Where the body of a success goes while it arrives.
protocol BodySink: AnyObject, Sendable {
    /// Called before the body, only for an answer that is a success.
    func begin(_ head: HTTPResponseHead) throws
    func receive(_ bytes: UnsafeRawBufferPointer) throws
}

/// Keeps the bodies of errors and, unless a sink takes them, of successes.
///
/// A class because the transport calls it back; the lock is never contended.
final class AnswerCollector: HTTPBodyConsumer {
    private struct State: Sendable {
        var head: HTTPResponseHead?
        var body: [UInt8] = []
        var received = 0
    }

    /// An answer without a sink is metadata; one beyond this is not a Hub's.
    private static let bodyLimit = 256 << 20
    /// Of an error only the beginning is worth reading.
    private static let errorLimit = 64 << 10

    private let sink: (any BodySink)?
    private let meter: HubRequestLog.Meter?
    private let state = Mutex(State())

    init(sink: (any BodySink)?, meter: HubRequestLog.Meter? = nil) {
        self.sink = sink
        self.meter = meter
    }

    /// Whether the sink has been given any of the body.
    var hasDelivered: Bool {
        state.withLock { $0.received > 0 && $0.head.map(Self.isSuccess) == true }
    }
    var body: [UInt8] { state.withLock { $0.body } }
    var receivedCount: Int { state.withLock { $0.received } }

    func receive(_ head: HTTPResponseHead) throws {
        state.withLock { $0.head = head }
        if Self.isSuccess(head) { try sink?.begin(head) }
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws {
        meter?.received(bytes.count)
        let isSuccess = state.withLock { state in
            state.received += bytes.count
            return state.head.map(Self.isSuccess) ?? false
        }
        if isSuccess, let sink { return try sink.receive(bytes) }
        try state.withLock { state in
            guard isSuccess else {
                state.body += bytes.prefix(max(0, Self.errorLimit - state.body.count))
                return
            }
            guard state.body.count + bytes.count <= Self.bodyLimit else {
                throw TransportFailure(.invalid, "the answer is larger than any Hub's")
            }
            state.body += bytes
        }
    }

    private static func isSuccess(_ head: HTTPResponseHead) -> Bool {
        (200..<300).contains(head.status)
    }
}
