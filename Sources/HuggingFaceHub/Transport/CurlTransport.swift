internal import CCurl
internal import Dispatch
internal import Synchronization

/// HTTP over the system's libcurl.
///
/// Why not URLSession: on Linux it forwards `Authorization` across origins unless a session
/// delegate stops it, buffers a body without bound when the reader is slower than the network,
/// enforces no total deadline, and took 3 to 7 times as long as a streaming client for 512 MB on
/// loopback. Why not async-http-client: it would add NIO, TLS and HTTP/2 (minutes of building) to
/// every program that reads one file. libcurl is on every Linux and macOS machine, stops reading
/// while we write and hash, sends a file without holding it, and obeys the proxy environment.
///
/// A class because it owns connections: idle handles wait here so that the next request to the
/// same host reuses the connection.
package final class CurlTransport: HTTPTransport {
    private let idle = Mutex<[Connection]>([])
    // Each exchange blocks a thread of this queue, never one of the cooperative pool.
    private let queue = DispatchQueue(label: "HuggingFaceHub.curl", attributes: .concurrent)

    package init() {}

    package func send(
        _ request: HTTPRequest, to consumer: any HTTPBodyConsumer
    ) async throws -> HTTPResponseHead {
        let connection = try idle.withLock { $0.popLast() } ?? Connection()
        connection.arm()
        let exchange = Exchange(consumer: consumer, onSent: request.onSent)
        defer { idle.withLock { if $0.count < 16 { $0.append(connection) } } }
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    continuation.resume(
                        with: Result { try connection.perform(request, exchange) })
                }
            }
        } onCancel: {
            connection.cancel()
        }
    }
}

/// One libcurl handle.
///
/// `Sendable` because it is used by one exchange at a time, which the pool guarantees, and because
/// `cancel` is safe from any thread.
private final class Connection: @unchecked Sendable {
    private let handle: OpaquePointer

    init() throws {
        guard let handle = pv_http_create() else {
            throw TransportFailure(.invalid, "libcurl could not be set up")
        }
        self.handle = handle
    }

    deinit {
        pv_http_destroy(handle)
    }

    func arm() {
        pv_http_arm(handle)
    }

    func cancel() {
        pv_http_cancel(handle)
    }

    func perform(_ request: HTTPRequest, _ exchange: Exchange) throws -> HTTPResponseHead {
        let result = withCRequest(request, exchange) { pointer in
            pv_http_perform(handle, pointer)
        }
        if let error = exchange.error { throw error }
        switch Int(result.outcome) {
        case PV_HTTP_DONE:
            guard let head = exchange.head else {
                throw TransportFailure(.cut, "the answer had no status line")
            }
            return head
        case PV_HTTP_CANCELLED: throw CancellationError()
        case PV_HTTP_NOT_SENT: throw TransportFailure(.notSent, result.text)
        case PV_HTTP_TIMED_OUT: throw TransportFailure(.timedOut, result.text)
        case PV_HTTP_BODY_CUT: throw TransportFailure(.bodyCut, "the file ended early")
        case PV_HTTP_INVALID: throw TransportFailure(.invalid, result.text)
        default: throw TransportFailure(.cut, result.text)
        }
    }
}

/// What libcurl's callbacks fill; alive and used only while `pv_http_perform` runs.
private final class Exchange: @unchecked Sendable {
    let consumer: any HTTPBodyConsumer
    let onSent: (@Sendable (Int) -> Void)?
    private(set) var head: HTTPResponseHead?
    private(set) var error: (any Error)?
    private var partial = HTTPResponseHead(status: 0)

    init(consumer: any HTTPBodyConsumer, onSent: (@Sendable (Int) -> Void)?) {
        self.consumer = consumer
        self.onSent = onSent
    }

    /// Takes one header line; returns whether to go on.
    func header(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // After the body only trailers can come, which nothing here needs.
        guard head == nil else { return true }
        let line = String(decoding: bytes, as: UTF8.self).trimmedASCII
        if line.hasPrefix("HTTP/") {
            let status = line.split(separator: " ", maxSplits: 2).dropFirst().first
            partial = HTTPResponseHead(status: status.flatMap { Int($0) } ?? 0)
        } else if let colon = line.firstIndex(of: ":") {
            partial.headers.append(
                String(line[..<colon]), String(line[line.index(after: colon)...]).trimmedASCII)
        } else if line.isEmpty, partial.status >= 200 {
            head = partial
            return attempt { try consumer.receive(partial) }
        }
        return true
    }

    func body(_ bytes: UnsafeRawBufferPointer) -> Bool {
        attempt { try consumer.receive(bytes) }
    }

    private func attempt(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return true
        } catch {
            self.error = error
            return false
        }
    }
}

extension pv_http_result {
    fileprivate var text: String {
        withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// Builds the C request; every pointer in it lives until `body` returns.
private func withCRequest(
    _ request: HTTPRequest, _ exchange: Exchange,
    _ body: (UnsafePointer<pv_http_request>) -> pv_http_result
) -> pv_http_result {
    // "Expect:" without a value keeps libcurl from asking before each upload.
    let lines = request.headers.fields.map { "\($0.name): \($0.value)" } + ["Expect:"]
    return withCStrings([request.method, request.url] + lines) { strings in
        var c = pv_http_request()
        c.method = strings[0]
        c.url = strings[1]
        c.header_count = lines.count
        // Seconds that milliseconds cannot count are as good as none.
        c.connect_timeout_ms = min(request.connectTimeout, Int(Int32.max) / 1000) * 1000
        c.idle_timeout_s = request.idleTimeout
        c.fresh_connection = request.sendsOnce ? 1 : 0
        c.context = Unmanaged.passUnretained(exchange).toOpaque()
        c.on_header = { exchangeCallback($0, $1, $2) { $0.header($1) } }
        c.on_body = { exchangeCallback($0, $1, $2) { $0.body($1) } }
        c.on_sent = { context, position in
            guard let context else { return }
            let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            exchange.onSent?(Int(position))
        }
        c.body_descriptor = -1
        c.body_count = -1
        return strings[2...].withUnsafeBufferPointer { headers in
            c.headers = headers.baseAddress
            switch request.body {
            case .none: return withExtendedLifetime(exchange) { body(&c) }
            case .bytes(let bytes):
                return bytes.withUnsafeBytes { buffer in
                    c.body = buffer.baseAddress
                    c.body_count = Int64(buffer.count)
                    return withExtendedLifetime(exchange) { body(&c) }
                }
            case .file(let file, let offset, let count):
                c.body_descriptor = file.descriptor
                c.body_offset = Int64(offset)
                c.body_count = Int64(count)
                return withExtendedLifetime((exchange, file)) { body(&c) }
            }
        }
    }
}

private func exchangeCallback(
    _ context: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int,
    _ deliver: (Exchange, UnsafeRawBufferPointer) -> Bool
) -> CInt {
    guard let context else { return 1 }
    let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
    return deliver(exchange, UnsafeRawBufferPointer(start: bytes, count: count)) ? 0 : 1
}

private func withCStrings<R>(
    _ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> R
) -> R {
    // One block for all of them, so that no string has to be copied on its own and freed.
    var bytes: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
        offsets.append(bytes.count)
        bytes.append(contentsOf: string.utf8CString)
    }
    return bytes.withUnsafeBufferPointer { buffer in
        body(offsets.map { offset in buffer.baseAddress.map { $0 + offset } })
    }
}
