/// Brings the content of one file into `blobs`, however often the connection breaks.
struct BlobDownload: Sendable {
    let client: HubClient
    let file: HubFile
    /// Whether nobody else can be writing the same content, so that a part of an earlier run may
    /// be continued under its fixed name.
    let isExclusive: Bool
    let progress: (@Sendable (TransferProgress) -> Void)?

    func run(from location: FileLocation) async throws {
        let blob = client.cache.blobPath(location.metadata.etag, in: file.repository)
        try client.cache.prepareFolder(of: blob)
        let partial =
            isExclusive ? "\(blob).incomplete" : "\(FileSystem.temporaryPath(beside: blob))"
        let writer = try BlobWriter(path: partial, metadata: location.metadata, file, progress)
        do {
            try await fill(writer, from: location)
            if !writer.isRight {
                // A bad byte can come from the part that an earlier run left.
                try writer.restart()
                try await fill(writer, from: location)
            }
            try writer.check()
            try FileSystem.rename(partial, to: blob)
        } catch {
            let isWorthKeeping = isExclusive && (error as? HubError)?.code != .corrupted
            if !isWorthKeeping { try FileSystem.removeFile(partial) }
            throw error
        }
    }

    /// Asks for what is missing until nothing is.
    private func fill(_ writer: BlobWriter, from first: FileLocation) async throws {
        var location = first
        var hasLocatedAgain = false
        var failures = 0
        while writer.offset < location.metadata.size {
            let before = writer.offset
            do {
                let request = request(for: location, from: before)
                _ = try await client.session.answer(request, to: writer)
                // A whole answer that brought nothing would be asked for without end.
                guard writer.offset != before else {
                    throw HubError.badAnswer("holds no bytes", subject: HubSubject(file))
                }
            } catch let failure as TransportFailure {
                failures = writer.offset > before ? 0 : failures + 1
                guard failures <= client.configuration.retryPolicy.retryCount else {
                    throw HubError.network(
                        failure, to: "read", subject: HubSubject(file),
                        host: WebAddress.origin(of: location.url) ?? "the Hub")
                }
                try await client.session.wait(
                    before: failures, after: .failure(failure),
                    request(for: location, from: before))
            } catch let error as HubError where error.status == 403 && !hasLocatedAgain {
                // A signed address that has expired; the Hub signs a new one.
                hasLocatedAgain = true
                location = try await client.locateAgain(file, expecting: first.metadata)
            } catch let error as HubError where error.status == 416 && before > 0 {
                try writer.restart()
            }
        }
    }

    private func request(for location: FileLocation, from offset: Int) -> HubRequest {
        var request = HubRequest("read", HubSubject(file), url: location.url)
        request.idleTimeout = client.configuration.downloadTimeout
        if offset > 0 {
            request.headers["Range"] = "bytes=\(offset)-"
            request.headers["Accept-Encoding"] = "identity"
        } else if case .sha256 = ContentDigest(etag: location.metadata.etag) {
            request.headers["Accept-Encoding"] = "identity"
        }
        return request
    }
}

extension HubClient {
    /// A new address for the same content.
    ///
    /// Content that has changed meanwhile is an error: bytes of two files must not be mixed.
    func locateAgain(
        _ file: HubFile, expecting metadata: FileMetadata
    ) async throws -> FileLocation {
        let pinned = try file.at(metadata.commit)
        locations[pinned] = nil
        let location = try await locate(pinned)
        guard location.metadata == metadata else {
            throw HubError.corrupted(
                HubSubject(file), found: "their digest is \(location.metadata.etag) now",
                expected: metadata.etag)
        }
        return location
    }
}
