public import Foundation

/// A repository in the cache.
public struct CachedRepository: Hashable, Sendable {
    /// The repository.
    public let repository: RepositoryID
    /// Its folder.
    public let folder: URL
    /// The bytes that its content takes, unfinished downloads included.
    public let sizeOnDisk: Int
    /// The commits of which files are cached, sorted.
    public let commits: [CommitID]
    /// The revisions whose commit is known, by name.
    public let references: [String: CommitID]
}

/// What is wrong with a piece of content in the cache.
public struct CacheProblem: Hashable, Sendable {
    /// A kind of damage.
    public enum Kind: Hashable, Sendable {
        /// The bytes do not have the digest that they are stored under.
        case wrongContent
        /// A snapshot points to content that is not there.
        case missingContent
    }

    /// The kind.
    public let kind: Kind
    /// The file.
    public let path: URL
    /// The repository.
    public let repository: RepositoryID
}

/// What ``HubCache/prune(isDryRun:)`` removed, or would.
public struct PruneReport: Hashable, Sendable {
    /// The files, sorted by path.
    public let paths: [URL]
    /// Their bytes.
    public let byteCount: Int
}

extension HubCache {
    /// The dataset and model repositories in the cache, sorted by the names of their folders.
    ///
    /// Other kinds of repository (`spaces--…`) are left to the programs that made them, as are
    /// models and datasets without a namespace: ``otherFolders()``.
    ///
    /// - Complexity: O(cached files); no content is read.
    public func repositories() -> [CachedRepository] {
        FileSystem.names(in: directory.path).compactMap { Self.repository(ofFolder: $0) }
            .map(describe)
    }

    /// The names of the folders of repositories that only other programs read, sorted: those of
    /// other kinds (`spaces--…`), and those without a namespace (`models--gpt2`).
    public func otherFolders() -> [String] {
        FileSystem.names(in: directory.path).filter { name in
            ["datasets--", "models--", "spaces--", "kernels--"].contains { name.hasPrefix($0) }
                && Self.repository(ofFolder: name) == nil
        }
    }

    private static func repository(ofFolder name: String) -> RepositoryID? {
        let parts = name.split(separator: "--", omittingEmptySubsequences: false)
        let kind = [RepositoryID.Kind.dataset, .model].first { $0.folder == parts[0] }
        // A folder of another name is another program's.
        guard parts.count == 3, let kind else { return nil }
        return try? RepositoryID("\(parts[1])/\(parts[2])", kind: kind)
    }

    private func describe(_ repository: RepositoryID) -> CachedRepository {
        let folder = folder(of: repository)
        return CachedRepository(
            repository: repository, folder: URL(fileURLWithPath: folder),
            sizeOnDisk: blobs(of: repository).reduce(0) { $0 + $1.size },
            commits: FileSystem.names(in: "\(folder)/snapshots").compactMap { CommitID($0) },
            references: references(of: repository))
    }

    /// The commits that something is cached of, and those that references point to.
    func knownCommits(of repository: RepositoryID) -> [CommitID] {
        let snapshots = FileSystem.names(in: "\(folder(of: repository))/snapshots")
        return references(of: repository).values + snapshots.compactMap { CommitID($0) }
    }

    private func references(of repository: RepositoryID) -> [String: CommitID] {
        let names = files(below: "\(folder(of: repository))/refs")
        return names.reduce(into: [:]) { found, name in
            found[name] = commit(of: name, in: repository)
        }
    }

    /// Reads all content and compares it with its digest.
    ///
    /// - Parameter repository: the repository.
    /// - Returns: what is wrong, sorted by path; nothing when all is well. Content under a name
    ///   that is no digest cannot be checked and is passed over.
    /// - Throws: ``HubError`` when a file cannot be read.
    /// - Complexity: O(bytes).
    public func verify(_ repository: RepositoryID) throws -> [CacheProblem] {
        var problems: [CacheProblem] = []
        let report = { (kind: CacheProblem.Kind, path: String) in
            problems.append(
                CacheProblem(
                    kind: kind, path: URL(fileURLWithPath: path), repository: repository))
        }
        for blob in blobs(of: repository) {
            guard let digest = ContentDigest(etag: blob.name) else { continue }
            let file = try OpenFile(blob.path, .read)
            var hasher = digest.hasher(size: blob.size)
            try hasher.update(file, in: 0..<blob.size)
            if hasher.hex() != digest.hex { report(.wrongContent, blob.path) }
        }
        for path in snapshotPaths(of: repository) where FileSystem.status(of: path) == nil {
            report(.missingContent, path)
        }
        return problems.sorted { $0.path.path < $1.path.path }
    }

    /// Removes the content that ``verify(_:)`` finds wrong, and the entries of snapshots whose
    /// content is not there: what is needed of it is downloaded again then.
    ///
    /// - Parameter repository: the repository.
    /// - Returns: what was wrong.
    /// - Throws: ``HubError`` when a file cannot be read or removed.
    /// - Complexity: O(bytes).
    public func removeDamaged(_ repository: RepositoryID) throws -> [CacheProblem] {
        let problems = try verify(repository)
        guard !problems.isEmpty else { return [] }
        for problem in problems { try FileSystem.removeFile(problem.path.path) }
        // The entries that led to what has just gone.
        for path in snapshotPaths(of: repository) where FileSystem.status(of: path) == nil {
            try FileSystem.removeFile(path)
        }
        return problems
    }

    /// Removes what no revision needs: snapshots that no reference points to, their listings, content
    /// that only they used, and downloads that nobody is continuing.
    ///
    /// - Parameter isDryRun: whether to only say what would go.
    /// - Returns: the files and their size.
    /// - Throws: ``HubError`` when a file cannot be removed.
    public func prune(isDryRun: Bool = false) throws -> PruneReport {
        var paths: [URL] = []
        var byteCount = 0
        for repository in repositories() {
            let (used, detached) = snapshots(of: repository)
            let unused =
                blobs(of: repository.repository).filter { blob in
                    !used.contains(blob.name) && !isBusy(blob.name, in: repository.repository)
                } + unneededTrees(of: repository)
            paths += unused.map { URL(fileURLWithPath: $0.path) }
            byteCount += unused.reduce(0) { $0 + $1.size }
            guard !isDryRun else { continue }
            // Snapshots first: a link without content is worse than content without a link.
            for commit in detached {
                try FileSystem.removeTree(
                    "\(folder(of: repository.repository))/snapshots/\(commit)")
            }
            for blob in unused { try FileSystem.removeFile(blob.path) }
        }
        return PruneReport(paths: paths.sorted { $0.path < $1.path }, byteCount: byteCount)
    }

    /// Removes a repository from the cache.
    ///
    /// - Parameter repository: the repository; one that is not cached is fine.
    /// - Throws: ``HubError`` when a file cannot be removed.
    public func remove(_ repository: RepositoryID) throws {
        try FileSystem.removeTree(folder(of: repository))
    }

    // MARK: Walking

    /// A file of the cache.
    private typealias CachedFile = (name: String, path: String, size: Int)

    private func blobs(of repository: RepositoryID) -> [CachedFile] {
        cachedFiles(in: "\(folder(of: repository))/blobs")
    }

    /// The listings of commits that no reference points to.
    private func unneededTrees(of repository: CachedRepository) -> [CachedFile] {
        let kept = Set(repository.references.values.map { "\($0).json" })
        return cachedFiles(in: "\(folder(of: repository.repository))/trees")
            .filter { $0.name.hasSuffix(".json") && !kept.contains($0.name) }
    }

    private func cachedFiles(in folder: String) -> [CachedFile] {
        FileSystem.names(in: folder).compactMap { name in
            FileSystem.status(of: "\(folder)/\(name)").map { (name, "\(folder)/\(name)", $0.size) }
        }
    }

    /// The content that references lead to, and the commits that none leads to.
    private func snapshots(
        of repository: CachedRepository
    ) -> (used: Set<String>, detached: [CommitID]) {
        let kept = Set(repository.references.values)
        let base = "\(folder(of: repository.repository))/snapshots"
        var used: Set<String> = []
        for commit in kept {
            for name in files(below: "\(base)/\(commit)") {
                let target = FileSystem.linkTarget("\(base)/\(commit)/\(name)")
                if let blob = target?.split(separator: "/").last { used.insert(String(blob)) }
            }
        }
        return (used, repository.commits.filter { !kept.contains($0) })
    }

    private func snapshotPaths(of repository: RepositoryID) -> [String] {
        let base = "\(folder(of: repository))/snapshots"
        return files(below: base).map { "\(base)/\($0)" }
    }

    /// Whether a program is downloading that content now.
    private func isBusy(_ name: String, in repository: RepositoryID) -> Bool {
        let etag = name.split(separator: ".").first.map(String.init) ?? name
        let path = lockPath(etag, in: repository)
        guard FileSystem.isFile(path), let file = try? OpenFile(path, .update) else { return false }
        return file.tryLock() == .busy
    }
}
