package import HuggingFaceHub
internal import Synchronization

/// Answers from a script instead of the network, and keeps what it was asked.
package final class ScriptedTransport: HTTPTransport {
    /// One answer, or the lack of it.
    package enum Reply: Sendable {
        case answer(Int, headers: [(String, String)] = [], body: String = "")
        /// Nothing, or the connection breaks after the body given.
        case failure(TransportFailure.Kind, after: String = "")
    }

    private struct State: Sendable {
        var replies: [Reply]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    /// A transport that gives these answers in this order; after the last it cannot be reached.
    package init(_ replies: [Reply]) {
        state = Mutex(State(replies: replies))
    }

    /// What was asked so far.
    package var requests: [HTTPRequest] { state.withLock { $0.requests } }

    package func send(
        _ request: HTTPRequest, to consumer: any HTTPBodyConsumer
    ) async throws -> HTTPResponseHead {
        let reply = state.withLock { state in
            state.requests.append(request)
            return state.replies.isEmpty ? .failure(.notSent) : state.replies.removeFirst()
        }
        switch reply {
        case .answer(let status, let headers, let body):
            let head = HTTPResponseHead(status: status, headers: HTTPHeaders(headers))
            try deliver(head, body, to: consumer, isHead: request.method == "HEAD")
            return head
        case .failure(let kind, let body):
            if !body.isEmpty {
                try deliver(HTTPResponseHead(status: 200), body, to: consumer, isHead: false)
            }
            throw TransportFailure(kind, "scripted failure")
        }
    }

    private func deliver(
        _ head: HTTPResponseHead, _ body: String, to consumer: any HTTPBodyConsumer, isHead: Bool
    ) throws {
        try consumer.receive(head)
        guard !isHead, !body.isEmpty else { return }
        try Array(body.utf8).withUnsafeBytes { try consumer.receive($0) }
    }
}
