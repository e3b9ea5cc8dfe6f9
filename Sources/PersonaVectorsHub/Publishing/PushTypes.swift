public import HuggingFaceHub
public import Parquet
public import PersonaVectors

/// How vectors are published.
public struct PushOptions: Sendable {
    /// The branch or `refs/pr/N`, or the branch that a pull request is to change.
    ///
    /// A branch that is not there is made from `main`, but not for a pull request.
    public var revision = "main"
    /// Who may see a repository that is made; nil for the default of its namespace.
    ///
    /// One that is there stays as it is: see ``PushReport/staysPublic``.
    public var isPrivate: Bool?
    /// Whether to open a pull request instead of changing the branch.
    public var opensPullRequest = false
    /// The first line of the commit's message.
    public var message = "Upload persona vectors"
    /// The size in bytes by which a split's vectors are divided into shards, as `datasets` divides
    /// them: shards are about that large, the first ones a row more.
    public var maxShardSize = 500_000_000
    /// How the values are stored.
    public var compression = ParquetVectorWriter.Compression.none
    /// Whether digests and finiteness are checked before anything is sent.
    public var verifies = true
    /// Whether only the plan is wanted; nothing is sent then.
    public var isDryRun = false
    /// Called from other threads as the push goes on.
    public var progress: (@Sendable (PushProgress) -> Void)?

    /// A verified push of plain shards to `main`.
    public init() {}
}

/// What a push is doing.
public enum PushProgress: Sendable, Hashable {
    /// Writing shards of a variant: so many of its personas are written.
    case writing(PromptVariant, personaCount: Int, of: Int)
    /// Sending a file.
    case sending(TransferProgress)
}

/// A file of the repository in the plan of a push.
public struct PushedFile: Sendable, Hashable {
    /// What becomes of the file.
    public enum Change: String, Sendable, Hashable {
        /// It is not there yet.
        case new
        /// It is there with other content.
        case changed
        /// It is there with the same content and is not sent.
        case equal
        /// It belongs to an earlier push of the same split.
        case removed
    }

    /// The path in the repository.
    public let path: String
    /// What becomes of it.
    public let change: Change
    /// Its size: the new one, or for a removed file the old one.
    public let byteCount: Int
    /// Its rows; nil for the card and for removed files.
    public let rowCount: Int?
}

/// What a push did, or would do.
public struct PushReport: Sendable, Hashable {
    /// The repository.
    public let repository: RepositoryID
    /// The config: `<model_dir>__<mask_strategy>`.
    public let configName: String
    /// The variants that were pushed, in the order asked for.
    public let variants: [PromptVariant]
    /// Every shard and the card, sorted by path.
    public let files: [PushedFile]
    /// Whether the repository was not there before.
    public let isNewRepository: Bool
    /// The branch that was asked for, if it was not there before: it is made with the commit, and
    /// not at all when there is nothing to commit.
    public let missingBranch: String?
    /// Whether a private repository was asked for, and the one that is there is public.
    public let staysPublic: Bool
    /// The commit with everything in it; nil for a dry run.
    public let commit: CommitID?
    /// The number of the pull request, when one was opened.
    public let pullRequest: Int?
    /// Bytes of shards that were sent.
    public let uploadedBytes: Int

    /// Whether there is anything to commit.
    public var hasChanges: Bool { files.contains { $0.change != .equal } }
}
