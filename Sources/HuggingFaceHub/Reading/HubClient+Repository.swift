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
    /// listing is kept beside the parts of files, so it is there offline, and when the Hub cannot
    /// be reached; one that `huggingface_hub` left in the shared cache is read, too.
    ///
    /// - Parameters:
    ///   - repository: the repository.
    ///   - revision: a branch, a tag, `refs/pr/N` or a commit.
    /// - Returns: the listing and the commit that it is of.
    /// - Throws: ``HubError``.
    public func snapshot(
        of repository: RepositoryID, revision: String = "main"
    ) async throws -> RepositorySnapshot {
        try await snapshot(of: repository, revision: revision, orElse: nil)
    }

    /// Every file of a repository at a revision; where neither the Hub nor a listing can be had,
    /// the files that are in the shared cache.
    ///
    /// For reading only: what is decided by the absence of a file needs ``snapshot(of:revision:)``.
    ///
    /// - Parameters:
    ///   - repository: the repository.
    ///   - revision: a branch, a tag, `refs/pr/N` or a commit.
    /// - Returns: the listing; ``RepositorySnapshot/isComplete`` says whether it is one.
    /// - Throws: ``HubError``.
    package func availableSnapshot(
        of repository: RepositoryID, revision: String
    ) async throws -> RepositorySnapshot {
        let commit = cache.commit(of: revision, in: repository)
        let held = commit.flatMap { cache.heldFiles(of: $0, in: repository) }
        return try await snapshot(of: repository, revision: revision, orElse: held)
    }

    private func snapshot(
        of repository: RepositoryID, revision: String, orElse held: RepositorySnapshot?
    ) async throws -> RepositorySnapshot {
        if let commit = CommitID(revision), let known = try cachedSnapshot(commit, repository) {
            return known
        }
        // A listing that is damaged is as good as none: it is only the second choice.
        let listed = cache.commit(of: revision, in: repository).flatMap {
            try? cachedSnapshot($0, repository)
        }
        let known = listed ?? held
        do {
            let (answer, subject) = try await info(
                of: repository, revision: revision, listingFiles: true,
                isKnownToCache: known != nil)
            let snapshot = try answer.snapshot(of: repository, subject)
            keep { try cache.storeReference(revision, snapshot.commit, in: repository) }
            keep { try ranges.storeListing(snapshot) }
            return snapshot
        } catch let error as HubError where error.isUnreachable {
            guard let known else { throw error }
            return known
        }
    }

    private func cachedSnapshot(
        _ commit: CommitID, _ repository: RepositoryID
    ) throws -> RepositorySnapshot? {
        guard var known = try listing(of: commit, in: repository) else { return nil }
        known.cardData = ranges.card(of: known)
        return known
    }

    /// The listing of a commit, of `huggingface_hub` or our own.
    func listing(
        of commit: CommitID, in repository: RepositoryID
    ) throws -> RepositorySnapshot? {
        try cache.tree(of: commit, in: repository) ?? ranges.listing(of: commit, in: repository)
    }

    /// The commit that its first digits mean, as messages show them, among those that the caches
    /// know of a repository.
    ///
    /// - Parameters:
    ///   - digits: at least 7 hexadecimal digits, fewer than all.
    ///   - repository: the repository.
    /// - Returns: the commit; nil when none or several begin so, and for the name of a branch or tag.
    /// - Complexity: O(what is cached); nothing is asked.
    package func knownCommit(
        startingWith digits: String, of repository: RepositoryID
    ) -> CommitID? {
        guard (7..<40).contains(digits.utf8.count), digits.allSatisfy(\.isHexDigit),
            cache.commit(of: digits, in: repository) == nil
        else { return nil }
        let known = cache.knownCommits(of: repository) + ranges.listedCommits(of: repository)
        let found = Set(known.filter { $0.hex.hasPrefix(digits.lowercased()) })
        return found.count == 1 ? found.first : nil
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
