extension HubClient {
    /// The commit, size and digest of a file.
    ///
    /// No request when the listing or the address of the commit is known; else a HEAD, two for
    /// files that are not kept as LFS objects.
    ///
    /// - Parameter file: the file.
    /// - Returns: what identifies its content.
    /// - Throws: ``HubError``, with code ``HubError/Code/entryNotFound`` when there is no such file.
    public func fileMetadata(of file: HubFile) async throws -> FileMetadata {
        if let known = try knownMetadata(of: file) { return known }
        // That the file was not there earlier says nothing of now.
        let earlier = cache.commit(of: file.revision, in: file.repository).flatMap {
            try? knownMetadata(of: file.at($0))
        }
        do {
            return try await locate(file, isKnownToCache: earlier != nil).metadata
        } catch let error as HubError where error.isUnreachable {
            guard let earlier else { throw error }
            return earlier
        }
    }

    /// What is known of a file at a commit without asking.
    func knownMetadata(of file: HubFile) throws -> FileMetadata? {
        guard let commit = file.commit else { return nil }
        if let location = locations[file] { return location.metadata }
        if let tree = try listing(of: commit, in: file.repository) {
            guard let entry = tree[file.path] else {
                throw HubError.noSuchFile(HubSubject(file))
            }
            return FileMetadata(commit: commit, size: entry.size, etag: entry.etag)
        }
        return cache.metadata(of: file, at: commit)
    }

    /// Asks where the bytes of a file are, and notes in the cache what that tells.
    func locate(_ file: HubFile, isKnownToCache: Bool = false) async throws -> FileLocation {
        let subject = HubSubject(file)
        var request = HubRequest("read", subject, url: resolveAddress(of: file))
        request.method = "HEAD"
        request.headers["Accept-Encoding"] = "identity"
        request.redirects = .onTheHub
        request.accepted = [404]
        request.isKnownToCache = isKnownToCache
        let answer = try await session.answer(request)
        let commit = answer.head.headers["X-Repo-Commit"].flatMap { CommitID($0) }
        if answer.status == 404 {
            if answer.head.headers["X-Error-Code"] == "EntryNotFound", let commit {
                keep { try cache.storeAbsence(of: file, at: commit) }
            }
            throw session.error(for: answer, to: request)
        }
        let location = try location(from: answer, commit: commit, subject)
        keep {
            try cache.storeReference(file.revision, location.metadata.commit, in: file.repository)
        }
        locations[try file.at(location.metadata.commit)] = location
        return location
    }

    private func location(
        from answer: HubAnswer, commit: CommitID?, _ subject: HubSubject
    ) throws -> FileLocation {
        let headers = answer.head.headers
        let isRedirect = answer.status >= 300
        // The length of a redirect is that of its text, not of the file.
        let size = headers["X-Linked-Size"] ?? (isRedirect ? nil : headers["Content-Length"])
        let etag = (headers["X-Linked-ETag"] ?? headers["ETag"]).map(bareETag)
        guard let commit, let size = size.flatMap({ Int($0) }),
            FileMetadata.isPlausible(size: size),
            let etag, HubCache.isSoundETag(etag)
        else {
            throw HubError.badAnswer(
                "names no commit, size or digest", subject: subject, status: answer.status)
        }
        let target = headers["Location"].flatMap { WebAddress.resolve($0, against: answer.url) }
        return FileLocation(
            metadata: FileMetadata(commit: commit, size: size, etag: etag),
            url: isRedirect ? target ?? answer.url : answer.url)
    }
}

/// An `ETag` without its quotes and the mark of a weak one.
private func bareETag(_ etag: String) -> String {
    let strong = etag.hasPrefix("W/") ? etag.dropFirst(2) : etag[...]
    return String(strong.filter { $0 != "\"" })
}

extension HubFile {
    /// The same path at a commit.
    func at(_ commit: CommitID) throws -> HubFile {
        try HubFile(path, in: repository, revision: commit.hex)
    }
}

extension HubError {
    static func noSuchFile(_ subject: HubSubject) -> HubError {
        HubError(
            .entryNotFound, "No \(subject.phrase). List the repository to see what it has.",
            subject: subject)
    }
}
