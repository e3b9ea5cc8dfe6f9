/// Takes some bytes of a file, in one answer or in several.
protocol ResumableSink: BodySink {
    /// The bytes of the file that are wanted.
    var wanted: Range<Int> { get }
    /// The first byte that is still missing.
    var position: Int { get }
    /// Throws away what is there.
    func restart() throws
}

/// Asks for bytes of a file until all are there, however often the connection breaks.
///
/// A server that brings nothing new is asked only as often as the policy says, whatever it answers.
struct ResumedTransfer: Sendable {
    let client: HubClient
    let file: HubFile
    let metadata: FileMetadata
    /// Whether the file is asked for from its beginning without a range, so that the server may
    /// compress it.
    let isWhole: Bool

    /// What the setbacks so far allow.
    private struct Patience {
        /// How far the bytes have ever come: only what goes beyond is progress.
        var furthest: Int
        /// Setbacks since then.
        var failures = 0
        /// Whether a new address has been asked for since then.
        var hasLocatedAgain = false

        /// Returns whether there is progress.
        mutating func note(_ position: Int) -> Bool {
            guard position > furthest else { return false }
            furthest = position
            failures = 0
            hasLocatedAgain = false
            return true
        }
    }

    /// - Parameters:
    ///   - sink: takes the bytes; what it has already is not asked for.
    ///   - first: where they are.
    /// - Throws: ``HubError``, `CancellationError`, or what `sink` throws.
    func run(_ sink: any ResumableSink, from first: FileLocation) async throws {
        var location = first
        var patience = Patience(furthest: sink.position)
        while sink.position < sink.wanted.upperBound {
            let request = request(for: location, sink)
            do {
                _ = try await client.session.answer(request, to: sink)
                // A whole answer that brought nothing would be asked for without end.
                guard patience.note(sink.position) else {
                    throw HubError.badAnswer("holds no bytes", subject: HubSubject(file))
                }
            } catch let failure as TransportFailure {
                if !patience.note(sink.position) { patience.failures += 1 }
                guard patience.failures <= retryCount else {
                    throw HubError.network(
                        failure, to: request.action, subject: request.subject, host: request.host)
                }
                try await client.session.wait(
                    before: patience.failures, after: .failure(failure), request)
            } catch let error as HubError where error.status == 403 && !patience.hasLocatedAgain {
                // A signed address that has expired; the Hub signs a new one.
                patience.hasLocatedAgain = true
                location = try await client.locateAgain(file, expecting: metadata)
            } catch let error as HubError
                where error.status == 416 && sink.position > sink.wanted.lowerBound
            {
                patience.failures += 1
                // Once in any case: what an earlier run left may be to blame.
                guard patience.failures <= max(1, retryCount) else { throw error }
                try sink.restart()
            }
        }
    }

    private var retryCount: Int { client.configuration.retryPolicy.retryCount }

    private func request(for location: FileLocation, _ sink: any ResumableSink) -> HubRequest {
        var request = HubRequest("read", HubSubject(file), url: location.url)
        request.idleTimeout = client.configuration.downloadTimeout
        request.connectTimeout = client.configuration.downloadTimeout
        if !isWhole {
            request.headers["Range"] = "bytes=\(sink.position)-\(sink.wanted.upperBound - 1)"
        } else if sink.position > 0 {
            request.headers["Range"] = "bytes=\(sink.position)-"
        }
        let isPacked = isWhole && sink.position == 0 && !metadata.isLarge
        if !isPacked { request.headers["Accept-Encoding"] = "identity" }
        return request
    }
}

extension FileMetadata {
    /// Whether the file is an LFS object, which no server compresses.
    var isLarge: Bool {
        if case .sha256 = ContentDigest(etag: etag) { true } else { false }
    }
}
