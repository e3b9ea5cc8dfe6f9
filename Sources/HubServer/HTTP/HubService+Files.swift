internal import HuggingFaceHub

extension HubService {
    /// `/datasets/R/resolve/REV/P`: a redirect to the bytes, or the bytes.
    func resolve(
        _ request: IncomingRequest, _ repository: RepositoryID, revision: String, path: String,
        _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        guard ["GET", "HEAD"].contains(request.method) else { throw ServerFailure.noRoute }
        let record = try await visibleRecord(repository, caller)
        try checkFileAccess(repository, record, caller)
        let (id, commit) = try await commit(revision, of: repository)
        guard let file = commit.files[path] else { throw ServerFailure.noEntry(commit: id) }
        let headers = [("X-Repo-Commit", id)]
        if let sha256 = file.sha256 {
            let target = addresses.sign("/cdn/\(record.id)/\(sha256)", disposition(path))
            return .redirect(
                302, to: storageEndpoint + target,
                headers: headers + [
                    ("X-Linked-Size", "\(file.size)"), ("X-Linked-ETag", "\"\(sha256)\""),
                    ("Accept-Ranges", "bytes"),
                ])
        }
        // As the Hub does: small files of public repositories go by a cache of their own.
        if !record.isPrivate, record.gate == nil, file.size > 0 {
            let escaped = WebAddress.escape(path, keepingSlashes: true)
            let etag = WebAddress.escape("\"\(file.blob)\"", keepingSlashes: false)
            return .redirect(
                307, to: "/api/resolve-cache/datasets/\(repository)/\(id)/\(escaped)?etag=\(etag)",
                headers: headers)
        }
        return small(file, path, headers, request)
    }

    /// Answers `/api/resolve-cache/datasets/ns/name/<commit>/P`.
    func resolveCache(
        _ request: IncomingRequest, _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        let segments = request.segments
        guard segments[2] == "datasets" else { throw ServerFailure.noRoute }
        let repository = try repositoryID(segments[3], segments[4])
        let record = try await visibleRecord(repository, caller)
        try checkFileAccess(repository, record, caller)
        let (id, commit) = try await commit(segments[5], of: repository)
        let path = segments[6...].joined(separator: "/")
        guard let file = commit.files[path], file.sha256 == nil else {
            throw ServerFailure.noEntry(commit: id)
        }
        return small(file, path, [("X-Repo-Commit", id)], request)
    }

    private func small(
        _ file: FileRecord, _ path: String, _ headers: [(String, String)],
        _ request: IncomingRequest
    ) -> ServerAnswer {
        ServerAnswer.content(
            of: objects.blobPath(file.blob), size: file.size, etag: file.blob,
            headers: headers + [("Content-Type", "text/plain; charset=utf-8")],
            range: request.header("Range"))
    }

    private func disposition(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let escaped = WebAddress.escape(name, keepingSlashes: false)
        return "response-content-disposition="
            + WebAddress.escape("inline; filename*=UTF-8''\(escaped);", keepingSlashes: false)
    }
}
