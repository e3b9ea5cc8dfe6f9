/// A file in the listing of a commit.
public struct RepositoryEntry: Hashable, Sendable {
    /// The path in the repository.
    public let path: String
    /// The size of the content in bytes.
    public let size: Int
    /// Git's name for what the repository itself holds: the content, or for an LFS file its
    /// pointer.
    public let blobID: String
    /// The SHA-256 of the content, for LFS files.
    public let sha256: String?
    /// The Hub's own chunk hash; kept for the shared cache, not used here.
    package let xetHash: String?

    package init(
        path: String, size: Int, blobID: String, sha256: String? = nil, xetHash: String? = nil
    ) {
        self.path = path
        self.size = size
        self.blobID = blobID
        self.sha256 = sha256
        self.xetHash = xetHash
    }

    /// The name of the content in the cache: the SHA-256 of an LFS file, else git's name.
    public var etag: String { sha256 ?? blobID }
}

/// A repository at one commit: every file with its size and digest.
public struct RepositorySnapshot: Hashable, Sendable {
    /// The repository.
    public let repository: RepositoryID
    /// The commit that all of this is true of, forever.
    public let commit: CommitID
    /// The files, sorted by path.
    public let files: [RepositoryEntry]
    /// What the YAML of `README.md` declares, if the Hub said so or the cache has it.
    package var cardData: HubJSON?
    /// Whether these are all files of the commit; what only the cache tells may be some of them.
    package var isComplete = true

    package init(
        repository: RepositoryID, commit: CommitID, files: [RepositoryEntry],
        cardData: HubJSON? = nil
    ) {
        self.repository = repository
        self.commit = commit
        self.cardData = cardData
        self.files = files.sorted { $0.path < $1.path }
    }

    /// The entry of a path.
    ///
    /// - Complexity: O(log of the number of files).
    public subscript(path: String) -> RepositoryEntry? {
        var low = 0
        var high = files.count
        while low < high {
            let middle = (low + high) / 2
            if files[middle].path < path { low = middle + 1 } else { high = middle }
        }
        return low < files.count && files[low].path == path ? files[low] : nil
    }
}

/// What the Hub says of a repository.
public struct RepositoryInfo: Hashable, Sendable {
    /// The repository, under the name that the Hub uses for it.
    public let repository: RepositoryID
    /// The commit of the revision that was asked for.
    public let commit: CommitID
    /// Whether only members see it.
    public let isPrivate: Bool
    /// Whether its files need an agreement first.
    public let isGated: Bool
}

/// What identifies the content of a file: enough to read any part of it.
public struct FileMetadata: Hashable, Sendable {
    /// The commit at which this is true.
    public let commit: CommitID
    /// The size in bytes.
    public let size: Int
    /// The name of the content: SHA-256 for LFS files, git's SHA-1 for others.
    public let etag: String

    /// Describes content that is known from a listing.
    public init(commit: CommitID, size: Int, etag: String) {
        self.commit = commit
        self.size = size
        self.etag = etag
    }

    /// Whether a size that came over the network can be one.
    ///
    /// 2^53 is the most that every JSON reader counts exactly, and no file comes near; below it
    /// sums of sizes and offsets cannot overflow.
    static func isPlausible(size: Int) -> Bool {
        (0...(1 << 53)).contains(size)
    }
}

/// A branch, a tag or a pull request and where it points.
public struct RepositoryReference: Hashable, Sendable {
    /// The name to use as a revision.
    public let name: String
    /// The full name, such as `refs/heads/main`.
    public let reference: String
    /// The commit that it points to.
    public let commit: CommitID
}

/// A commit in a repository's history.
public struct RepositoryCommit: Hashable, Sendable {
    /// Its id.
    public let commit: CommitID
    /// The first line of its message.
    public let title: String
    /// The rest of its message.
    public let message: String
}
