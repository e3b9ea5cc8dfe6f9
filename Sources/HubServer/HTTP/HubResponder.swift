internal import HuggingFaceHub
internal import Hummingbird

/// Runs a request through the faults, the routes and the log.
struct HubResponder: HTTPResponder {
    let isStorage: Bool
    let route: @Sendable (IncomingRequest) async throws -> ServerAnswer
    let addresses: SignedAddresses
    let faults: HubFaults
    let log: HubServerLog

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let incoming = IncomingRequest(request)
        var flaw: BodyFlaw?
        var answer: ServerAnswer
        switch faults.take(method: incoming.method, path: incoming.path) {
        case .status(let status, let headers):
            answer = ServerAnswer(status: status, headers: headers)
        case .body(let bytes, let headers):
            answer = try await routed(incoming)
            answer.body = .bytes(bytes)
            answer.headers += headers
        case .loseAnswer:
            answer = try await routed(incoming)
            flaw = BodyFlaw(cut: 0)
            // A length that is not reached, even where the real answer has no body.
            answer.body = .bytes([0])
        case .cut(let count):
            answer = try await routed(incoming)
            flaw = BodyFlaw(cut: count)
        case .wrongByte(let place):
            answer = try await routed(incoming)
            flaw = BodyFlaw(flip: place)
        case .delay(let duration):
            try await Task.sleep(for: duration)
            answer = try await routed(incoming)
        case .expireAddresses:
            addresses.expireAll()
            answer = try await routed(incoming)
        case nil:
            answer = try await routed(incoming)
        }
        record(incoming, answer, flaw)
        return answer.response(isHead: incoming.isHead, flaw)
    }

    private func routed(_ request: IncomingRequest) async throws -> ServerAnswer {
        do {
            return try await route(request)
        } catch let failure as ServerFailure {
            return try .failure(failure)
        } catch let error as HubError where error.code == .invalidInput {
            return try .failure(.badRequest(error.message))
        }
    }

    private func record(_ request: IncomingRequest, _ answer: ServerAnswer, _ flaw: BodyFlaw?) {
        let sent = request.isHead ? 0 : min(answer.body.count, flaw?.cut ?? answer.body.count)
        log.append(
            HubServerRecord(
                method: request.method, path: request.path, range: request.header("Range"),
                status: answer.status, sentBytes: sent,
                wasAuthorized: request.header("Authorization") != nil, isStorage: isStorage))
    }
}
