internal import HuggingFaceHub

/// The other address: large files by signed addresses, with no account and no token, as a CDN and
/// an object store serve them.
struct StorageService: Sendable {
    let objects: ObjectStore
    let addresses: SignedAddresses

    func answer(_ request: IncomingRequest) async throws -> ServerAnswer {
        guard addresses.isValid(request.target) else {
            throw ServerFailure(403, "Request has expired")
        }
        guard request.header("Authorization") == nil else {
            throw ServerFailure(
                400, "Only one auth mechanism allowed; the signature is one already")
        }
        let segments = request.segments
        switch (request.method, segments.first, segments.count) {
        case ("GET", "cdn", 3), ("HEAD", "cdn", 3): return try read(segments[2], request)
        case ("PUT", "s3", 2): return try await write(segments[1], request)
        default: throw ServerFailure.noRoute
        }
    }

    private func read(_ oid: String, _ request: IncomingRequest) throws -> ServerAnswer {
        let path = objects.objectPath(oid)
        guard let status = FileSystem.status(of: path) else { throw ServerFailure.noEntry() }
        // Another digest than the Hub's, as on a CDN: clients must not rely on it.
        return ServerAnswer.content(
            of: path, size: status.size, etag: String(oid.prefix(32)),
            headers: [("Content-Type", "binary/octet-stream")], range: request.header("Range"))
    }

    private func write(_ oid: String, _ request: IncomingRequest) async throws -> ServerAnswer {
        guard request.header("Content-Length") != nil else {
            throw ServerFailure(501, "Transfer-Encoding: chunked is not implemented here")
        }
        let writer = try objects.beginUpload(oid)
        do {
            try await request.forEachPiece { try writer.append($0) }
        } catch {
            try writer.discard()
            throw error
        }
        let file = try writer.finish()
        if let id = request.query["uploadId"], let number = request.query["partNumber"] {
            guard let number = Int(number) else { throw ServerFailure.noRoute }
            try objects.storePart(file, number, of: id)
        } else if try !objects.adopt(file, as: oid, size: nil) {
            throw ServerFailure(400, "The content does not have the digest of its address")
        }
        return ServerAnswer(headers: [("ETag", "\"\(file.sha256.prefix(32))\"")])
    }
}
