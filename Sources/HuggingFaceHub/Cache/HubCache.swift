public import Foundation

/// The cache on disk that `huggingface_hub` and other programs share.
///
/// ```text
/// <directory>/CACHEDIR.TAG
/// <directory>/.locks/datasets--ns--name/<etag>.lock    flock(2), left in place
/// <directory>/datasets--ns--name/
///     blobs/<etag>                 content: 64 hex digits for LFS files, 40 for others
///     blobs/<etag>.incomplete      a download that will be continued
///     snapshots/<commit>/<path>    relative link to ../../blobs/<etag>
///     refs/<revision>              the 40 digits of the commit, without a line end
///     .no_exist/<commit>/<path>    empty: known to be missing at that commit
///     trees/<commit>.json          the listing of a commit, if all of it was downloaded; only read
/// ```
/// Every file is written beside and renamed, so that readers in other processes never see half.
public struct HubCache: Sendable {
    /// The folder that holds the repositories.
    public let directory: URL

    /// The cache in a folder, which is made when the first file comes.
    public init(directory: URL) {
        self.directory = directory
    }

    /// The file if it is cached: of a commit, or of what the cache last saw a revision point to.
    ///
    /// No request, and no check of the content.
    ///
    /// - Parameter file: the file.
    /// - Returns: the path in the snapshot, which may be a link; `nil` when it is not cached.
    public func cachedFile(_ file: HubFile) -> URL? {
        guard let commit = commit(of: file.revision, in: file.repository) else { return nil }
        let path = snapshotPath(of: file.path, at: commit, in: file.repository)
        return FileSystem.isFile(path) ? URL(fileURLWithPath: path) : nil
    }

    /// The file if it is cached and as long as is known that it must be.
    ///
    /// A machine that lost power, or another program, can leave a file cut short: that one is not
    /// cached, so that it is downloaded again.
    ///
    /// - Parameters:
    ///   - file: the file.
    ///   - size: its size, from a listing.
    /// - Returns: the path in the snapshot, which may be a link; `nil` when it is not cached.
    public func cachedFile(_ file: HubFile, size: Int) -> URL? {
        cachedFile(file).flatMap { url in
            FileSystem.status(of: url.path)?.size == size ? url : nil
        }
    }

    /// Whether the cache knows that there is no such file at that revision.
    public func isKnownMissing(_ file: HubFile) -> Bool {
        guard let commit = commit(of: file.revision, in: file.repository) else { return false }
        return FileSystem.isFile(
            "\(folder(of: file.repository))/.no_exist/\(commit)/\(file.path)")
    }

    /// The commit that a revision pointed to when the Hub was last asked; a commit is its own.
    public func commit(of revision: String, in repository: RepositoryID) -> CommitID? {
        if let commit = CommitID(revision) { return commit }
        let path = "\(folder(of: repository))/refs/\(revision)"
        // An unreadable reference is one that is not known; the Hub will be asked.
        guard let bytes = try? FileSystem.contents(of: path) else { return nil }
        return CommitID(String(decoding: bytes, as: UTF8.self))
    }

    // MARK: Paths

    func folder(of repository: RepositoryID) -> String {
        "\(directory.path)/\(repository.cacheFolder)"
    }

    func blobPath(_ etag: String, in repository: RepositoryID) -> String {
        "\(folder(of: repository))/blobs/\(etag)"
    }

    func snapshotPath(of path: String, at commit: CommitID, in repository: RepositoryID) -> String {
        "\(folder(of: repository))/snapshots/\(commit)/\(path)"
    }

    func lockPath(_ etag: String, in repository: RepositoryID) -> String {
        "\(directory.path)/.locks/\(repository.cacheFolder)/\(etag).lock"
    }

    /// Whether an etag can be the name of a file: no separators, no dots in front.
    static func isSoundETag(_ etag: String) -> Bool {
        !etag.isEmpty && etag.utf8.count <= 200 && !etag.hasPrefix(".")
            && etag.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
