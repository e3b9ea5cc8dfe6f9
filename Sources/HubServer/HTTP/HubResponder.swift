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
        let (answer, flaw) = try await answer(to: incoming, request)
        record(incoming, answer, flaw)
        return answer.response(isHead: incoming.isHead, flaw)
    }

    private func answer(
        to incoming: IncomingRequest, _ request: Request
    ) async throws -> (ServerAnswer, BodyFlaw?) {
        switch faults.take(method: incoming.method, path: incoming.path) {
        case .status(let status, let headers):
            return (ServerAnswer(status: status, headers: headers), nil)
        case .body(let bytes, let headers):
            var answer = try await routed(incoming)
            answer.body = .bytes(bytes)
            answer.headers += headers
            return (answer, nil)
        case .loseAnswer:
            var answer = try await routed(incoming)
            // A length that is not reached, even where the real answer has no body.
            answer.body = .bytes([0])
            return (answer, BodyFlaw(cut: 0))
        case .cut(let count): return (try await routed(incoming), BodyFlaw(cut: count))
        case .wrongByte(let place): return (try await routed(incoming), BodyFlaw(flip: place))
        case .delay(let duration):
            try await Task.sleep(for: duration)
            return (try await routed(incoming), nil)
        case .delayAnswer(let duration):
            let answer = try await routed(incoming)
            try await Task.sleep(for: duration)
            return (answer, nil)
        case .ignoreRange:
            return (try await routed(IncomingRequest(request, ignoringRange: true)), nil)
        case .expireAddresses:
            addresses.expireAll()
            return (try await routed(incoming), nil)
        case nil: return (try await routed(incoming), nil)
        }
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
