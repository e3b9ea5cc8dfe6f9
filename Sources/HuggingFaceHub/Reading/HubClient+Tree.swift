extension HubClient {
    /// The files of a folder at a revision, by the Hub's paged listing.
    ///
    /// One request per thousand entries; none when the listing of the commit is cached. To see a
    /// whole repository ``snapshot(of:revision:)`` is cheaper.
    ///
    /// - Parameters:
    ///   - repository: the repository.
    ///   - revision: a branch, a tag, `refs/pr/N` or a commit.
    ///   - folder: the folder; `nil` for the root. A name ending in `/` is taken without it.
    ///   - isRecursive: whether to list the folders below as well.
    /// - Returns: the files, sorted by path; folders are not listed. A folder that is not there is
    ///   an error, not an empty list.
    /// - Throws: ``HubError``, with code ``HubError/Code/entryNotFound`` when there is no such
    ///   folder.
    public func listTree(
        of repository: RepositoryID, revision: String = "main", folder: String? = nil,
        isRecursive: Bool = true
    ) async throws -> [RepositoryEntry] {
        let subject = HubSubject(repository, revision: revision, path: folder)
        if let known = try cachedTree(of: repository, revision: revision) {
            let found = known.files(in: folder, isRecursive: isRecursive)
            guard !found.isEmpty || folder == nil else { throw HubError.noFolder(subject) }
            return found
        }
        var entries: [RepositoryEntry] = []
        var next: String? = try treeAddress(repository, revision, folder, isRecursive)
        var asked: Set<String> = []
        while let url = next {
            guard asked.insert(url).inserted else {
                throw HubError.badAnswer("continues in circles", subject: subject)
            }
            let answer = try await session.answer(HubRequest("list", subject, url: url))
            let page = try decode([TreeAnswer].self, from: answer, subject)
            entries += try page.filter { $0.type == "file" }.map { try $0.repositoryEntry(subject) }
            next = try nextPage(after: answer, subject)
        }
        return entries.sorted { $0.path < $1.path }
    }

    private func cachedTree(
        of repository: RepositoryID, revision: String
    ) throws -> RepositorySnapshot? {
        try validateRevision(revision)
        let commit =
            CommitID(revision)
            ?? (configuration.isOffline ? cache.commit(of: revision, in: repository) : nil)
        return try commit.flatMap { try listing(of: $0, in: repository) }
    }

    private func treeAddress(
        _ repository: RepositoryID, _ revision: String, _ folder: String?, _ isRecursive: Bool
    ) throws -> String {
        var rest = "/tree/\(WebAddress.escape(revision, keepingSlashes: false))"
        if let folder = folder.map(withoutTrailingSlash) {
            try validatePath(folder)
            rest += "/\(WebAddress.escape(folder, keepingSlashes: false))"
        }
        return api(repository, "\(rest)?recursive=\(isRecursive)&expand=false")
    }

    /// The address in `Link: <…>; rel="next"`.
    ///
    /// A page elsewhere than on the Hub is refused.
    private func nextPage(after answer: HubAnswer, _ subject: HubSubject) throws -> String? {
        guard let link = answer.head.headers["Link"],
            let part = link.split(separator: ",").first(where: { $0.contains("rel=\"next\"") }),
            let open = part.firstIndex(of: "<"), let close = part.firstIndex(of: ">"), open < close
        else { return nil }
        let target = String(part[part.index(after: open)..<close])
        guard let next = WebAddress.resolve(onOwnEndpoint(target), against: answer.url),
            session.isOnTheHub(next)
        else { throw HubError.badAnswer("continues elsewhere", subject: subject) }
        return next
    }
}

extension RepositorySnapshot {
    /// The files in a folder, or of the whole repository.
    func files(in folder: String?, isRecursive: Bool) -> [RepositoryEntry] {
        let prefix = folder.map { withoutTrailingSlash($0) + "/" } ?? ""
        return files.filter { entry in
            entry.path.hasPrefix(prefix)
                && (isRecursive || !entry.path.dropFirst(prefix.count).contains("/"))
        }
    }
}

private func withoutTrailingSlash(_ folder: String) -> String {
    folder.hasSuffix("/") ? String(folder.dropLast()) : folder
}

extension HubError {
    fileprivate static func noFolder(_ subject: HubSubject) -> HubError {
        HubError(
            .entryNotFound, "No folder \(subject.phrase). List the repository to see what it has.",
            subject: subject)
    }
}
