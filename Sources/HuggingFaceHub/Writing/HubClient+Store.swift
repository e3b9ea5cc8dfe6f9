public import Foundation

extension HubClient {
    /// Sends a large file ahead of the commit that will hold it, so that it need not be kept until
    /// then.
    ///
    /// Content that the Hub has is not sent again. Until a commit holds it nobody sees it.
    ///
    /// - Parameters:
    ///   - file: the file, which is read while it is sent and never held whole.
    ///   - path: the path that it will have in the repository.
    ///   - repository: the repository, which must be there.
    ///   - sha256: the digest of the file, where it is known; else the file is read once more.
    ///   - options: those of the commit.
    /// - Returns: what to put into the commit: ``CommitContent/stored(sha256:byteCount:)``, and then
    ///   the file is of no more use; or the file as it was given, when the Hub wants its bytes in
    ///   the commit itself.
    /// - Throws: ``HubError``, as ``commit(_:to:message:options:)`` does.
    public func store(
        _ file: URL, as path: String, in repository: RepositoryID, sha256: String? = nil,
        options: CommitOptions = CommitOptions()
    ) async throws -> StoredContent {
        try repository.requireWritable()
        try validateRevision(options.revision)
        try validateCommitPath(path)
        let job = CommitJob(client: self, repository: repository, message: "", options: options)
        let content = try CommitFile(path: path, file)
        guard let answer = try await job.preupload([content])[path], answer.isLarge(content),
            !answer.shouldIgnore
        else { return StoredContent(content: .file(file), uploadedBytes: 0) }
        let digest = try sha256 ?? content.digest(asGitBlob: false)
        let stored = CommitContent.stored(sha256: digest, byteCount: content.size)
        guard answer.oid != digest else { return StoredContent(content: stored, uploadedBytes: 0) }
        let sent = try await LargeFileUpload(job: job).send([.large(content, sha256: digest)])
        return StoredContent(content: stored, uploadedBytes: sent)
    }
}
