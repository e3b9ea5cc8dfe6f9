import Foundation
import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Synchronization

/// What a server said to a request that no client of ours would make.
struct RawAnswer {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    func json() throws -> JSON { try JSON(Data(body)) }
}

extension TestHub {
    /// Sends a request as it is, with a token.
    func raw(
        _ method: String, _ path: String, body: String? = nil, headers: [(String, String)] = [],
        token: String? = Token.alice
    ) async throws -> RawAnswer {
        var fields = HTTPHeaders(headers)
        if let token, path.hasPrefix("/") { fields.append("Authorization", "Bearer \(token)") }
        if body != nil { fields.append("Content-Type", "application/json") }
        let collector = Collector()
        let head = try await CurlTransport().send(
            HTTPRequest(
                method: method, url: path.hasPrefix("/") ? endpoint + path : path, headers: fields,
                body: body.map { .bytes(Array($0.utf8)) } ?? .none, idleTimeout: 120),
            to: collector)
        return RawAnswer(status: head.status, headers: head.headers, body: collector.body)
    }
}

/// Keeps a body.
///
/// A class because the transport calls it back.
private final class Collector: HTTPBodyConsumer {
    private let bytes = Mutex<[UInt8]>([])

    var body: [UInt8] { bytes.withLock { $0 } }

    func receive(_ head: HTTPResponseHead) throws {}

    func receive(_ new: UnsafeRawBufferPointer) throws {
        bytes.withLock { $0 += new }
    }
}
