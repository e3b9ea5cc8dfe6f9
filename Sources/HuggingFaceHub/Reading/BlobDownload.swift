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
            let transfer = ResumedTransfer(
                client: client, file: file, metadata: location.metadata, isWhole: true)
            try await transfer.run(writer, from: location)
            if !writer.isRight {
                // A bad byte can come from the part that an earlier run left.
                try writer.restart()
                try await transfer.run(writer, from: location)
            }
            try writer.check()
            // After a loss of power a rename can be there without the bytes, and content under the
            // name of its digest is believed.
            try writer.synchronize()
            try FileSystem.rename(partial, to: blob)
            client.checked.insert(blob)
        } catch {
            let isWorthKeeping = isExclusive && (error as? HubError)?.code != .corrupted
            if !isWorthKeeping { try FileSystem.removeFile(partial) }
            throw error
        }
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
