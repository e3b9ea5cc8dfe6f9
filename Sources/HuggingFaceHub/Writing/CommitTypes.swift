public import Foundation

/// One change of a commit.
public enum CommitOperation: Hashable, Sendable {
    /// Writes a file, new or not.
    case add(path: String, content: CommitContent)
    /// Removes a file, which must be there.
    case deleteFile(path: String)
    /// Removes a folder with all that is in it; it must be there.
    case deleteFolder(path: String)

    /// The path that the change is about.
    public var path: String {
        switch self {
        case .add(let path, _), .deleteFile(let path), .deleteFolder(let path): path
        }
    }
}

/// The content of a file to be committed.
public enum CommitContent: Hashable, Sendable {
    /// Bytes in memory, for small files.
    case bytes([UInt8])
    /// A file of this machine, which is read while it is sent and never held whole. It must not
    /// change meanwhile.
    case file(URL)
    /// A large file that the Hub's object store has already: by
    /// ``HubClient/store(_:as:in:sha256:options:)``, or because an earlier commit holds it.
    case stored(sha256: String, byteCount: Int)
}

/// What a commit goes to, and how.
public struct CommitOptions: Sendable {
    /// The branch, or the base of a pull request.
    public var revision = "main"
    /// What the commit's message says after its first line.
    public var description = ""
    /// The commit that the changes were made from.
    ///
    /// When the branch has moved on since, nothing is committed and the error is
    /// ``HubError/Code/staleParent``. Without one, the changes go on top of whatever is there.
    public var parent: CommitID?
    /// Whether to open a pull request instead of changing the branch.
    public var opensPullRequest = false
    /// Called from other threads as large files are sent.
    public var progress: (@Sendable (TransferProgress) -> Void)?

    /// A commit to `main`.
    public init() {}
}

/// What became of a file that was sent ahead of its commit.
public struct StoredContent: Hashable, Sendable {
    /// What to put into the commit.
    public let content: CommitContent
    /// Bytes that were sent; content that the Hub had already was not.
    public let uploadedBytes: Int
}

/// What became of a commit.
public struct CommitOutcome: Hashable, Sendable {
    /// The commit: the new one, or the head of the branch when there was nothing to change.
    public let commit: CommitID
    /// Whether there is a new commit.
    public let isNew: Bool
    /// The number of the pull request, when one was opened; its revision is `refs/pr/<number>`.
    public let pullRequest: Int?
    /// The paths whose content the repository had already.
    public let unchangedPaths: [String]
    /// The paths that the repository's `.gitignore` keeps out: they were not committed.
    public let ignoredPaths: [String]
    /// Bytes of large files that were sent; content that the Hub had already was not.
    public let uploadedBytes: Int
}
