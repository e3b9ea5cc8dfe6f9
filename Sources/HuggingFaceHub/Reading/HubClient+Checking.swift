extension HubClient {
    /// Compares what the shared cache holds of a file with its digest, and removes it if it is
    /// something else, so that the next reading fetches it.
    ///
    /// Any program may write there, and `huggingface_hub` compares nothing but sizes. What this
    /// client wrote or compared itself is not read again. A file that is not cached whole, or is
    /// named by no digest (some mirrors), is no error.
    ///
    /// - Parameters:
    ///   - file: the file, at a commit.
    ///   - metadata: its size and digest.
    /// - Returns: whether something was removed.
    /// - Throws: ``HubError`` with code ``HubError/Code/corrupted`` for wrong bytes when offline,
    ///   where they are left; ``HubError/Code/fileSystem`` when a file cannot be read or removed.
    /// - Complexity: O(bytes) the first time.
    package func discardIfDamaged(_ file: HubFile, metadata: FileMetadata) throws -> Bool {
        guard let digest = ContentDigest(etag: metadata.etag) else { return false }
        var isDiscarded = false
        for path in copies(of: file, metadata)
        where try isDamaged(path, digest, size: metadata.size) {
            guard !configuration.isOffline else {
                throw HubError.damagedCopy(path, HubSubject(file))
            }
            try FileSystem.removeFile(path)
            isDiscarded = true
        }
        return isDiscarded
    }

    /// Where the cache may have the content of a file.
    private func copies(of file: HubFile, _ metadata: FileMetadata) -> [String] {
        let blob = cache.blobPath(metadata.etag, in: file.repository)
        let entry = cache.snapshotPath(of: file.path, at: metadata.commit, in: file.repository)
        // Without links, as on some file systems, the snapshot has the content itself.
        let isLinked = FileSystem.linkTarget(entry)?.hasSuffix("blobs/\(metadata.etag)") ?? false
        return isLinked ? [blob] : [blob, entry]
    }

    private func isDamaged(_ path: String, _ digest: ContentDigest, size: Int) throws -> Bool {
        // Content of another size is fetched again in any case.
        guard let status = FileSystem.status(of: path), status.isFile, status.size == size,
            !checked.contains(path)
        else { return false }
        var hasher = digest.hasher(size: size)
        try hasher.update(OpenFile(path, .read), in: 0..<size)
        guard hasher.hex() == digest.hex else { return true }
        checked.insert(path)
        return false
    }
}
