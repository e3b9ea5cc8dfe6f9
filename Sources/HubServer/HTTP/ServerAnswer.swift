internal import HTTPTypes
internal import HuggingFaceHub
internal import Hummingbird
internal import NIOCore

/// What a route answers, before it is written on the wire.
struct ServerAnswer: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        /// A part of a file, read while it is sent.
        case file(path: String, range: Range<Int>)

        var count: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            case .file(_, let range): range.count
            }
        }
    }

    var status = 200
    var headers: [(String, String)] = []
    var body = Body.bytes([])

    static func json(_ value: HubJSON, headers: [(String, String)] = []) throws -> ServerAnswer {
        ServerAnswer(
            headers: headers + [("Content-Type", "application/json; charset=utf-8")],
            body: .bytes(try JSONCoding.encode(value)))
    }

    static func redirect(
        _ status: Int, to location: String, headers: [(String, String)]
    ) -> ServerAnswer {
        ServerAnswer(
            status: status,
            headers: headers + [
                ("Location", location), ("Content-Type", "text/plain; charset=utf-8"),
            ], body: .bytes(Array("Redirecting to \(location)".utf8)))
    }

    static func failure(_ failure: ServerFailure) throws -> ServerAnswer {
        var answer = try json(["error": .string(failure.message)])
        answer.status = failure.status
        answer.headers.append(("X-Error-Message", failure.message))
        if let code = failure.code { answer.headers.append(("X-Error-Code", code)) }
        if let commit = failure.commit { answer.headers.append(("X-Repo-Commit", commit)) }
        return answer
    }

    /// Content with an `ETag`, or the part of it that a `Range` asks for.
    static func content(
        of path: String, size: Int, etag: String, headers: [(String, String)], range: String?
    ) -> ServerAnswer {
        let common = headers + [("ETag", "\"\(etag)\""), ("Accept-Ranges", "bytes")]
        guard let range else {
            return ServerAnswer(headers: common, body: .file(path: path, range: 0..<size))
        }
        guard let part = byteRange(range, of: size) else {
            return ServerAnswer(
                status: 416, headers: common + [("Content-Range", "bytes */\(size)")])
        }
        let extent = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
        return ServerAnswer(
            status: 206, headers: common + [("Content-Range", extent)],
            body: .file(path: path, range: part))
    }

    /// `bytes=5-9`, `bytes=5-` or `bytes=-5`; `nil` when no byte is in the file.
    private static func byteRange(_ text: String, of size: Int) -> Range<Int>? {
        guard text.hasPrefix("bytes=") else { return nil }
        let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        switch (place(ends[0]), place(ends[1])) {
        case (let first?, let last?) where first <= last && first < size:
            return first..<min(last, size - 1) + 1
        case (let first?, nil) where ends[1].isEmpty && first < size:
            return first..<size
        case (nil, let count?) where ends[0].isEmpty && count > 0 && size > 0:
            return max(0, size - count)..<size
        default: return nil
        }
    }

    /// A number in digits; one beyond all sizes is the largest there is.
    private static func place(_ digits: Substring) -> Int? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(digits) ?? .max
    }

    /// The answer on the wire; a HEAD gets everything but the body.
    func response(isHead: Bool, _ flaw: BodyFlaw?) -> Response {
        var fields = HTTPFields()
        for (name, value) in headers + [("Content-Length", "\(body.count)")] {
            // A value with a line end in it is dropped by this initializer's checks.
            if let name = HTTPField.Name(name) {
                fields.append(HTTPField(name: name, value: value))
            }
        }
        let status = HTTPResponse.Status(code: status)
        guard !isHead else { return Response(status: status, headers: fields) }
        return Response(status: status, headers: fields, body: body.responseBody(flaw))
    }
}

/// What goes wrong with a body on purpose, in tests.
struct BodyFlaw: Sendable {
    /// The connection is closed after so many bytes.
    var cut: Int?
    /// The byte at this place of the body is flipped.
    var flip: Int?
}

extension ServerAnswer.Body {
    private static let pieceSize = 256 << 10

    fileprivate func responseBody(_ flaw: BodyFlaw?) -> ResponseBody {
        ResponseBody(contentLength: count) { writer in
            let end = Swift.min(count, flaw?.cut ?? count)
            for start in stride(from: 0, to: end, by: Self.pieceSize) {
                let piece = start..<Swift.min(start + Self.pieceSize, end)
                var bytes = try bytes(in: piece)
                if let flip = flaw?.flip, piece.contains(flip) { bytes[flip - start] ^= 1 }
                try await writer.write(ByteBuffer(bytes: bytes))
            }
            // What is thrown here closes the connection before the announced length.
            if end < count { throw CutOnPurpose() }
            try await writer.finish(nil)
        }
    }

    private func bytes(in piece: Range<Int>) throws -> [UInt8] {
        switch self {
        case .bytes(let bytes): return Array(bytes[piece])
        case .file(let path, let range):
            let start = range.lowerBound + piece.lowerBound
            return try OpenFile(path, .read).bytes(in: start..<(start + piece.count))
        }
    }
}

private struct CutOnPurpose: Error {}
