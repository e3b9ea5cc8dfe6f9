internal import HTTPTypes
internal import HuggingFaceHub
internal import Hummingbird
internal import NIOCore

/// A request with its path taken apart.
///
/// Escapes are resolved per segment, so that a revision such as `refs%2Fpr%2F1` stays one.
struct IncomingRequest: Sendable {
    let method: String
    /// Path and query as they came.
    let target: String
    /// The path as it came.
    let path: String
    let segments: [String]
    let query: [String: String]
    private let request: Request
    private let ignoresRange: Bool

    init(_ request: Request, ignoringRange: Bool = false) {
        self.request = request
        ignoresRange = ignoringRange
        method = request.method.rawValue
        target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1)
        path = parts.first.map(String.init) ?? "/"
        segments = path.split(separator: "/").map { percentDecoded($0) }
        query = parts.count > 1 ? formFields(parts[1]) : [:]
    }

    var isHead: Bool { method == "HEAD" }

    /// The name and port that the request was sent to, as the client wrote them.
    var host: String? { request.head.authority }

    func header(_ name: String) -> String? {
        guard !(ignoresRange && name == "Range") else { return nil }
        return HTTPField.Name(name).flatMap { request.headers[$0] }
    }

    /// The whole body, which must not be larger than a commit may be, or than a limit below that.
    func body(limit: Int = 1 << 30) async throws -> [UInt8] {
        do {
            let buffer = try await request.body.collect(upTo: limit)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw ServerFailure(413, "The body is larger than \(limit) bytes")
        }
    }

    func decodeBody<T: Decodable>(_ type: T.Type) async throws -> T {
        let bytes = try await body(limit: 32 << 20)
        do {
            return try JSONCoding.decode(type, from: bytes)
        } catch {
            throw ServerFailure.badRequest("The body is not the JSON that was expected")
        }
    }

    /// Takes the body piece by piece.
    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) async throws {
        for try await buffer in request.body {
            try buffer.withUnsafeReadableBytes { try body($0) }
        }
    }
}

/// `a=1&b=2`, with `+` and escapes resolved; of a name that comes twice, the last.
func formFields(_ text: some StringProtocol) -> [String: String] {
    Dictionary(formPairs(text)) { _, last in last }
}

/// The same with every value.
func formPairs(_ text: some StringProtocol) -> [(String, String)] {
    text.split(separator: "&").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let decoded = parts.map { percentDecoded(String($0).replacing("+", with: " ")) }
        return (decoded[0], decoded.count > 1 ? decoded[1] : "")
    }
}

private func percentDecoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        let digits = rest.prefix(2)
        if byte == UInt8(ascii: "%"), digits.count == 2,
            let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
        {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
