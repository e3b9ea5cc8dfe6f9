/// Turns a ``HubRequest`` into exchanges: token, redirects, retries, errors, log.
struct HubSession: Sendable {
    let configuration: HubConfiguration
    let transport: any HTTPTransport
    let clock: any HubClock
    let log: HubRequestLog?
    private let origin: String
    private let gate: TransferGate

    /// Other names of the Hub.
    ///
    /// A HEAD follows a redirect there, since the metadata is at its end; the token does not.
    private static let knownOrigins: Set = [
        "https://huggingface.co:443", "https://hub-ci.huggingface.co:443", "https://hf.co:443",
    ]

    init(
        _ configuration: HubConfiguration, transport: any HTTPTransport, clock: any HubClock,
        log: HubRequestLog?
    ) throws {
        self.configuration = try configuration.validated()
        self.transport = transport
        self.clock = clock
        self.log = log
        guard let origin = WebAddress.origin(of: self.configuration.endpoint) else {
            throw HubError.invalidEndpoint(configuration.endpoint)
        }
        self.origin = origin
        gate = TransferGate(limit: self.configuration.parallelTransferCount)
    }

    /// Whether `url` is on the Hub itself: only there the token goes.
    func isOnTheHub(_ url: String) -> Bool {
        WebAddress.origin(of: url) == origin
    }

    private func isKnownHub(_ url: String) -> Bool {
        WebAddress.origin(of: url).map(Self.knownOrigins.contains) ?? false
    }

    /// The error that an answer is.
    func error(for answer: HubAnswer, to request: HubRequest) -> HubError {
        HubError.answer(
            answer, to: request, isOnTheHub: isOnTheHub(answer.url) || isKnownHub(answer.url),
            hasToken: configuration.token != nil)
    }

    /// Asks until there is an answer or the policy is exhausted.
    ///
    /// - Parameters:
    ///   - request: the question.
    ///   - sink: takes the body of a success; when it has received some of it and the connection
    ///     breaks, the ``TransportFailure`` comes out as it is, for the caller to resume.
    /// - Returns: a success, a redirect that leaves the Hub, or an accepted status.
    /// - Throws: ``HubError``, `CancellationError`, ``TransportFailure`` or what `sink` throws.
    func answer(_ request: HubRequest, to sink: (any BodySink)? = nil) async throws -> HubAnswer {
        guard !configuration.isOffline else {
            throw request.isWrite
                ? HubError.offlineForWriting(request.subject) : HubError.offline(request.subject)
        }
        var attempt = 0
        while true {
            do {
                let answer = try await followingRedirects(request, to: sink)
                let isAnswer =
                    (200..<400).contains(answer.status) || request.accepted.contains(answer.status)
                if isAnswer { return answer }
                guard shouldRepeat(request, answer.status, attempt) else {
                    throw error(for: answer, to: request)
                }
                try await wait(before: attempt, after: .answer(answer.head), request)
            } catch let failure as TransportFailure {
                if failure.hasBegun { throw failure }
                if failure.kind == .bodyCut, case .file(let file, _, _) = request.body {
                    throw HubError.changedWhileSending(file.path)
                }
                guard shouldRepeat(request, failure, attempt) else {
                    throw HubError.network(
                        failure, to: request.action, subject: request.subject,
                        host: request.host)
                }
                try await wait(before: attempt, after: .failure(failure), request)
            }
            attempt += 1
        }
    }

    private func shouldRepeat(_ request: HubRequest, _ status: Int, _ attempt: Int) -> Bool {
        guard attempt < configuration.retryPolicy.retryCount else { return false }
        switch request.repetition {
        case .always: return RetryPolicy.transientStatuses.contains(status)
        case .onlyIfRefused: return status == 429
        }
    }

    private func shouldRepeat(
        _ request: HubRequest, _ failure: TransportFailure, _ attempt: Int
    ) -> Bool {
        guard attempt < configuration.retryPolicy.retryCount, !request.isKnownToCache else {
            return false
        }
        switch (failure.kind, request.repetition) {
        case (.invalid, _), (.bodyCut, _): return false
        case (_, .always), (.notSent, _): return true
        case (_, .onlyIfRefused): return false
        }
    }

    /// Waits what the policy says, plus up to a second of chance.
    func wait(
        before attempt: Int, after setback: Setback, _ request: HubRequest
    ) async throws {
        let policy = configuration.retryPolicy
        let wait = policy.wait(before: attempt, after: setback.head, now: clock.now)
        guard wait <= policy.longestWait else {
            throw HubError.waitTooLong(
                wait, limit: policy.longestWait, to: request.action, subject: request.subject,
                status: setback.head?.status ?? 0)
        }
        let duration = wait + .seconds(clock.chance())
        configuration.onWait?(
            HubWait(
                failure: "Could not \(request.action) \(request.subject.phrase): "
                    + setback.reason(request.host),
                duration: duration, repetition: attempt + 1, limit: policy.retryCount))
        try await clock.sleep(for: duration)
    }

    /// One round: the request and the redirects that it leads through.
    private func followingRedirects(
        _ request: HubRequest, to sink: (any BodySink)?
    ) async throws -> HubAnswer {
        var url = request.url
        for _ in 0...10 {
            let answer = try await exchange(request, url: url, to: sink)
            guard [301, 302, 303, 307, 308].contains(answer.status),
                let location = answer.head.headers["Location"]
            else { return answer }
            guard let next = WebAddress.resolve(location, against: url) else {
                throw HubError.badAnswer(
                    "redirects to no address of the web", subject: request.subject)
            }
            if request.redirects == .onTheHub, !isOnTheHub(next), !isKnownHub(next) {
                return answer
            }
            url = next
        }
        throw HubError.tooManyRedirects(request.subject)
    }

    private func exchange(
        _ request: HubRequest, url: String, to sink: (any BodySink)?
    ) async throws -> HubAnswer {
        let isPlain = WebAddress.origin(of: url)?.hasPrefix("http:") ?? true
        if origin.hasPrefix("https:"), isPlain {
            throw HubError.insecureAddress(url, to: request.action, subject: request.subject)
        }
        var outgoing = wireRequest(request, url: url)
        let meter = log?.meter()
        outgoing.onSent = { position in
            meter?.sent(upTo: position)
            request.onSent?(position)
        }
        let collector = AnswerCollector(sink: sink, meter: meter)
        var status: Int?
        defer {
            meter?.end(
                with: HubRequestRecord(
                    method: outgoing.method, address: WebAddress.withoutQuery(url),
                    range: outgoing.headers["Range"], status: status,
                    sentBytes: outgoing.body.count, receivedBytes: collector.receivedCount,
                    wasAuthorized: outgoing.headers["Authorization"] != nil))
        }
        do {
            let head = try await gate.pass { [outgoing] in
                try await transport.send(outgoing, to: collector)
            }
            status = head.status
            return HubAnswer(head: head, url: url, body: collector.body)
        } catch var failure as TransportFailure {
            failure.hasBegun = sink != nil && collector.hasDelivered
            throw failure
        }
    }

    private func wireRequest(_ request: HubRequest, url: String) -> HTTPRequest {
        var headers = request.headers
        headers["User-Agent"] = "persona-vectors-swift; hf_hub"
        if headers["Accept-Encoding"] == nil { headers["Accept-Encoding"] = "gzip" }
        // Decided anew for each hop: a redirect must not carry the token away.
        if let token = configuration.token, isOnTheHub(url), !request.isAnonymous {
            headers["Authorization"] = "Bearer \(token)"
        }
        return HTTPRequest(
            method: request.method, url: url, headers: headers, body: request.body,
            idleTimeout: request.idleTimeout ?? configuration.metadataTimeout,
            connectTimeout: request.connectTimeout ?? configuration.metadataTimeout,
            sendsOnce: request.repetition == .onlyIfRefused)
    }
}
