extension HubClient {
    /// What the Hub says of a repository: always one request, never the cache.
    ///
    /// - Parameters:
    ///   - repository: the repository.
    ///   - revision: a branch, a tag, `refs/pr/N` or a commit.
    /// - Returns: its commit at that revision, and who may see it.
    /// - Throws: ``HubError``, with code ``HubError/Code/repositoryNotFound`` or
    ///   ``HubError/Code/revisionNotFound`` when there is no such thing.
    public func repositoryInfo(
        of repository: RepositoryID, revision: String = "main"
    ) async throws -> RepositoryInfo {
        let (answer, subject) = try await info(of: repository, revision: revision)
        return try answer.repositoryInfo(subject)
    }

    /// The commit that a revision points to now.
    ///
    /// A commit is its own answer. Otherwise one request; when the Hub cannot be reached, or
    /// offline, the commit that the cache knows for the revision.
    ///
    /// - Parameters:
    ///   - revision: a branch, a tag, `refs/pr/N` or a commit.
    ///   - repository: the repository.
    /// - Returns: the commit, which is also noted in the cache where that can be written.
    /// - Throws: ``HubError``.
    public func resolveRevision(
        _ revision: String = "main", of repository: RepositoryID
    ) async throws -> CommitID {
        if let commit = CommitID(revision) { return commit }
        try validateRevision(revision)
        do {
            let (answer, subject) = try await info(
                of: repository, revision: revision,
                isKnownToCache: cache.commit(of: revision, in: repository) != nil)
            let commit = try answer.repositoryInfo(subject).commit
            keep { try cache.storeReference(revision, commit, in: repository) }
            return commit
        } catch let error as HubError where error.isUnreachable {
            guard let commit = cache.commit(of: revision, in: repository) else { throw error }
            return commit
        }
    }

    /// Every file of a repository at a revision, with sizes and digests.
    ///
    /// One request, whatever the number of files; none for a commit whose listing is cached. The
    /// listing goes into the cache in the form that `huggingface_hub` keeps, so it is there
    /// offline, and when the Hub cannot be reached.
    ///
    /// - Parameters:
    ///   - repository: the repository.
    ///   - revision: a branch, a tag, `refs/pr/N` or a commit.
    /// - Returns: the listing and the commit that it is of.
    /// - Throws: ``HubError``.
    public func snapshot(
        of repository: RepositoryID, revision: String = "main"
    ) async throws -> RepositorySnapshot {
        if let commit = CommitID(revision), let known = try cachedSnapshot(commit, repository) {
            return known
        }
        // A listing that is damaged is as good as none: it is only the second choice.
        let known = cache.commit(of: revision, in: repository).flatMap {
            try? cachedSnapshot($0, repository)
        }
        do {
            let (answer, subject) = try await info(
                of: repository, revision: revision, listingFiles: true,
                isKnownToCache: known != nil)
            let snapshot = try answer.snapshot(of: repository, subject)
            keep { try cache.storeReference(revision, snapshot.commit, in: repository) }
            keep { try cache.storeTree(snapshot) }
            keep { try ranges.storeCard(of: snapshot) }
            return snapshot
        } catch let error as HubError where error.isUnreachable {
            guard let known else { throw error }
            return known
        }
    }

    private func cachedSnapshot(
        _ commit: CommitID, _ repository: RepositoryID
    ) throws -> RepositorySnapshot? {
        guard var known = try cache.tree(of: commit, in: repository) else { return nil }
        known.cardData = ranges.card(of: known)
        return known
    }

    private func info(
        of repository: RepositoryID, revision: String, listingFiles: Bool = false,
        isKnownToCache: Bool = false
    ) async throws -> (RepositoryAnswer, HubSubject) {
        try validateRevision(revision)
        let subject = HubSubject(repository, revision: revision)
        let escaped = WebAddress.escape(revision, keepingSlashes: false)
        let query = listingFiles ? "?blobs=true" : ""
        var request = HubRequest(
            "read", subject, url: api(repository, "/revision/\(escaped)\(query)"))
        request.isKnownToCache = isKnownToCache
        let answer = try await session.answer(request)
        return (try decode(RepositoryAnswer.self, from: answer, subject), subject)
    }

    /// The branches, tags and pull requests of a repository: one request.
    ///
    /// - Parameter repository: the repository.
    /// - Returns: branches first, then tags, then pull requests.
    /// - Throws: ``HubError``.
    public func references(of repository: RepositoryID) async throws -> [RepositoryReference] {
        let subject = HubSubject(repository)
        let request = HubRequest("list", subject, url: api(repository, "/refs?include_prs=1"))
        let answer = try await decode(
            ReferencesAnswer.self, from: session.answer(request), subject)
        let all = (answer.branches ?? []) + (answer.tags ?? []) + (answer.pullRequests ?? [])
        return all.compactMap { item in
            CommitID(item.targetCommit).map {
                RepositoryReference(name: item.name, reference: item.ref, commit: $0)
            }
        }
    }

    /// The newest commits of a revision, newest first: one request, one page.
    ///
    /// - Parameters:
    ///   - repository: the repository.
    ///   - revision: where to begin.
    /// - Returns: at most as many commits as the Hub puts on one page.
    /// - Throws: ``HubError``.
    public func commits(
        of repository: RepositoryID, revision: String = "main"
    ) async throws -> [RepositoryCommit] {
        try validateRevision(revision)
        let subject = HubSubject(repository, revision: revision)
        let escaped = WebAddress.escape(revision, keepingSlashes: false)
        let request = HubRequest("list", subject, url: api(repository, "/commits/\(escaped)"))
        let answer = try await decode([CommitAnswer].self, from: session.answer(request), subject)
        return answer.compactMap { item in
            CommitID(item.id).map {
                RepositoryCommit(commit: $0, title: item.title, message: item.message ?? "")
            }
        }
    }
}
