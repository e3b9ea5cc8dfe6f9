public import Foundation

/// How far a transfer has come.
public struct TransferProgress: Hashable, Sendable {
    /// Bytes that are there.
    public let completedBytes: Int
    /// Bytes that will be there at the end.
    public let totalBytes: Int
    /// The path in the repository.
    public let path: String
}

extension HubClient {
    /// The whole file, in the shared cache.
    ///
    /// - A file at a commit that is cached, and as long as the listing says where that is known,
    ///   costs no request; content that is cached under another
    ///   commit costs none either when the listing is known, else a HEAD. A small file that is
    ///   listed is asked for without a HEAD.
    /// - A download that breaks is continued, in this run and in the next. Two processes that want
    ///   the same file download it once.
    /// - The bytes are hashed as they come. Wrong ones are fetched again once, and never stored.
    ///   Content named by neither SHA-256 nor git's SHA-1 (some mirrors) cannot be checked.
    /// - When the Hub cannot be reached, or offline, the file that the cache last saw at that
    ///   revision is the answer. What the Hub refuses (401, 403, 404) is an error though a copy is
    ///   cached: `huggingface_hub` hands out the copy after 401 and 403, so that nobody learns that
    ///   the token has expired. `HF_HUB_OFFLINE=1` asks for the copy.
    ///
    /// - Parameters:
    ///   - file: the file.
    ///   - metadata: the size and digest at the commit that `file` names, if known from a listing;
    ///     saves asking for them.
    ///   - progress: called from other threads, after each piece that was written.
    /// - Returns: the path in the cache's snapshot. It is shared: never write to it.
    /// - Throws: ``HubError``; ``HubError/Code/corrupted`` when the bytes were wrong twice.
    public func download(
        _ file: HubFile, metadata: FileMetadata? = nil,
        progress: (@Sendable (TransferProgress) -> Void)? = nil
    ) async throws -> URL {
        let known = try (file.commit == nil ? nil : metadata) ?? knownMetadata(of: file)
        let earlier: URL?
        if let known {
            earlier = cache.cachedFile(file, size: known.size)
            if let earlier { return earlier }
            if cache.hasBlob(known, in: file.repository) {
                return try URL(fileURLWithPath: cache.link(file, known))
            }
        } else {
            earlier = cache.cachedFile(file)
            // A commit's file never changes; without a listing there is nothing to judge it by.
            if file.commit != nil, let earlier { return earlier }
        }
        let location: FileLocation
        do {
            if let known = known.flatMap({ ownLocation(of: file, $0) }) {
                location = known
            } else {
                location = try await locate(file, isKnownToCache: earlier != nil)
            }
        } catch let error as HubError where error.isUnreachable {
            guard let earlier else { throw error }
            return earlier
        }
        return try await store(file, location, progress: progress)
    }

    /// The Hub's own address of a file in git, whose bytes no signed address leads to.
    ///
    /// The digest of a listing says what they must be, so nothing is left to ask before.
    private func ownLocation(of file: HubFile, _ metadata: FileMetadata) -> FileLocation? {
        guard case .gitBlob = ContentDigest(etag: metadata.etag) else { return nil }
        return FileLocation(metadata: metadata, url: resolveAddress(of: file))
    }

    private func store(
        _ file: HubFile, _ location: FileLocation,
        progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws -> URL {
        let metadata = location.metadata
        if !cache.hasBlob(metadata, in: file.repository) {
            let lockPath = cache.lockPath(metadata.etag, in: file.repository)
            // Without the folder there is no lock, and that is no error.
            try? cache.prepareFolder(of: lockPath)
            let lock = try await FileLock(path: lockPath, clock: session.clock)
            // Whoever held the lock may have brought the file.
            if !cache.hasBlob(metadata, in: file.repository) {
                let download = BlobDownload(
                    client: self, file: file, isExclusive: lock.isHeld, progress: progress)
                try await download.run(from: location)
                // Nothing reads them any more.
                keep { try ranges.remove(metadata.etag) }
            }
            withExtendedLifetime(lock) {}
        }
        return try URL(fileURLWithPath: cache.link(file, metadata))
    }
}
