/// `repository.json`: what a repository is, beside its commits.
struct RepositoryRecord: Codable, Sendable {
    var id: String
    var isPrivate: Bool
    /// The kind of gate, such as `manual`; `nil` for none.
    var gate: String?
    var created: String
    /// How many pull requests have been opened.
    var pullRequestCount: Int
}

/// `commits/<id>.json`: a commit with the whole listing of its files.
struct CommitRecord: Codable, Sendable {
    var parent: String?
    var title: String
    var message: String
    var author: String
    var date: String
    var files: [String: FileRecord]
}

/// A file of a commit.
struct FileRecord: Codable, Hashable, Sendable {
    /// Git's name for what the repository holds: the content, or the pointer to it.
    var blob: String
    /// The size of the content.
    var size: Int
    /// The SHA-256 of the content, when it is kept as an object.
    var sha256: String?

    /// What clients see as the `ETag`.
    var etag: String { sha256 ?? blob }

    /// The text that git keeps in place of an LFS file (its specification, version 1).
    static func pointer(sha256: String, size: Int) -> [UInt8] {
        Array(
            """
            version https://git-lfs.github.com/spec/v1
            oid sha256:\(sha256)
            size \(size)

            """.utf8)
    }
}
