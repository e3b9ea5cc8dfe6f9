internal import Foundation

/// Writing, in the order and form of `huggingface_hub` 2.4 (`file_download.py`).
extension HubCache {
    /// Notes where a revision points.
    ///
    /// A commit points to itself and is not noted.
    func storeReference(
        _ revision: String, _ commit: CommitID, in repository: RepositoryID
    ) throws {
        guard revision != commit.hex, self.commit(of: revision, in: repository) != commit else {
            return
        }
        let path = "\(folder(of: repository))/refs/\(revision)"
        try prepareFolder(of: path)
        // No line end: readers take the content as it is.
        try FileSystem.write(Array(commit.hex.utf8), to: path)
    }

    /// Notes that a file is missing at a commit.
    func storeAbsence(of file: HubFile, at commit: CommitID) throws {
        let path = "\(folder(of: file.repository))/.no_exist/\(commit)/\(file.path)"
        try prepareFolder(of: path)
        if !FileSystem.isFile(path) { try FileSystem.write([], to: path) }
        try storeReference(file.revision, commit, in: file.repository)
    }

    /// Whether the content is there, whole as far as its size tells.
    func hasBlob(_ metadata: FileMetadata, in repository: RepositoryID) -> Bool {
        let status = FileSystem.status(of: blobPath(metadata.etag, in: repository))
        return status.map { $0.isFile && $0.size == metadata.size } ?? false
    }

    /// Makes the snapshot's entry for content that is in `blobs`.
    ///
    /// - Returns: the path of the entry.
    func link(_ file: HubFile, _ metadata: FileMetadata) throws -> String {
        let path = snapshotPath(of: file.path, at: metadata.commit, in: file.repository)
        let depth = 2 + file.path.split(separator: "/").count - 1
        let target = String(repeating: "../", count: depth) + "blobs/\(metadata.etag)"
        if FileSystem.linkTarget(path) != target {
            try prepareFolder(of: path)
            try FileSystem.link(path, to: target)
        }
        return path
    }

    /// The size and digest of a file that lies in a snapshot; the digest is its blob's name.
    func metadata(of file: HubFile, at commit: CommitID) -> FileMetadata? {
        let path = snapshotPath(of: file.path, at: commit, in: file.repository)
        guard let status = FileSystem.status(of: path), status.isFile,
            let etag = FileSystem.linkTarget(path)?.split(separator: "/").last
        else { return nil }
        return FileMetadata(commit: commit, size: status.size, etag: String(etag))
    }

    /// Makes the folder that a file will be in, and marks the cache as one on first use.
    func prepareFolder(of path: String) throws {
        let root = directory.path
        try FileSystem.createFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        let tag = "\(root)/CACHEDIR.TAG"
        if !FileSystem.isFile(tag) {
            try FileSystem.write(Array(Self.cacheDirectoryTag.utf8), to: tag)
        }
    }

    /// The text that `huggingface_hub` writes, so that backups skip the folder.
    private static let cacheDirectoryTag = """
        Signature: 8a477f597d28d172789f06886806bc55
        # This file is a cache directory tag created by huggingface_hub.
        # For information about cache directory tags, see:
        #\thttps://bford.info/cachedir/

        """
}
