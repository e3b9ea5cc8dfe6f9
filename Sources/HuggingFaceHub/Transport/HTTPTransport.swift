/// The one seam between this module and the network.
///
/// An implementation sends one request, follows no redirect, retries nothing and judges no status:
/// all of that is decided in ``HubSession``, so that a double in the tests sees every exchange.
package protocol HTTPTransport: Sendable {
    /// Sends `request` and delivers the answer to `consumer`, head first, then the body in order.
    ///
    /// - Returns: the head of the answer, once the whole body has been delivered.
    /// - Throws: ``TransportFailure``, `CancellationError`, or what `consumer` threw.
    func send(
        _ request: HTTPRequest, to consumer: any HTTPBodyConsumer
    ) async throws -> HTTPResponseHead
}

/// A request with everything that goes on the wire spelled out.
package struct HTTPRequest: Sendable {
    package var method: String
    package var url: String
    package var headers: HTTPHeaders
    package var body: HTTPBody
    /// Seconds without a byte in either direction after which the exchange is given up.
    package var idleTimeout: Int
    /// Seconds after which an attempt to connect is given up.
    package var connectTimeout: Int
    /// Set for requests that must not be sent twice behind the caller's back.
    package var sendsOnce: Bool
    /// Hears how much of the body has gone out, from another thread; less than before when it is
    /// sent again.
    package var onSent: (@Sendable (Int) -> Void)?

    package init(
        method: String, url: String, headers: HTTPHeaders = HTTPHeaders(),
        body: HTTPBody = .none, idleTimeout: Int = 10, connectTimeout: Int = 10,
        sendsOnce: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.idleTimeout = idleTimeout
        self.connectTimeout = connectTimeout
        self.sendsOnce = sendsOnce
    }
}

/// The body of a request: nothing, bytes, or a part of a file that is read while it is sent.
package enum HTTPBody: Sendable {
    case none
    case bytes([UInt8])
    case file(OpenFile, offset: Int, count: Int)

    /// The number of bytes that will be sent.
    package var count: Int {
        switch self {
        case .none: 0
        case .bytes(let bytes): bytes.count
        case .file(_, _, let count): count
        }
    }
}

/// Header fields in order; names compare without case.
package struct HTTPHeaders: Sendable {
    package private(set) var fields: [(name: String, value: String)] = []

    package init(_ fields: [(String, String)] = []) {
        self.fields = fields
    }

    /// The first field of this name; setting replaces all of them, `nil` removes them.
    package subscript(name: String) -> String? {
        get {
            let wanted = name.lowercased()
            return fields.first { $0.name.lowercased() == wanted }?.value
        }
        set {
            let wanted = name.lowercased()
            fields.removeAll { $0.name.lowercased() == wanted }
            if let newValue { fields.append((name, newValue)) }
        }
    }

    package mutating func append(_ name: String, _ value: String) {
        fields.append((name, value))
    }
}

/// The status and the header fields of an answer.
package struct HTTPResponseHead: Sendable {
    package var status: Int
    package var headers: HTTPHeaders

    package init(status: Int, headers: HTTPHeaders = HTTPHeaders()) {
        self.status = status
        self.headers = headers
    }
}

/// Takes an answer as it arrives; called from one thread at a time.
///
/// What it throws ends the exchange.
package protocol HTTPBodyConsumer: AnyObject, Sendable {
    func receive(_ head: HTTPResponseHead) throws
    func receive(_ bytes: UnsafeRawBufferPointer) throws
}

/// An exchange that ended without a whole answer.
package struct TransportFailure: Error {
    package enum Kind: Sendable {
        /// No connection came about, so the server has seen nothing.
        case notSent
        case timedOut
        /// The connection broke; the server may have acted.
        case cut
        /// The file that was being sent ended before its announced size.
        case bodyCut
        /// The request cannot be expressed, or its server not be trusted.
        case invalid
    }

    package var kind: Kind
    package var message: String
    /// Whether a part of the body had been handed on, so that the caller can resume after it.
    var hasBegun = false

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
