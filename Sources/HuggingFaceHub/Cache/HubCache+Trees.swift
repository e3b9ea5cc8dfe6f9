internal import Foundation

/// Which files a commit has, from what other programs left in the shared cache.
extension HubCache {
    /// The listing of a commit; `nil` when it is not cached, of another version, or damaged: then
    /// the Hub is asked again.
    ///
    /// Only read: `huggingface_hub` writes it when it downloads a whole repository, and takes one
    /// whose files are not all in the snapshot for a download that was interrupted.
    func tree(of commit: CommitID, in repository: RepositoryID) throws -> RepositorySnapshot? {
        guard let bytes = try FileSystem.contents(of: treePath(commit, in: repository)) else {
            return nil
        }
        return TreeFile.snapshot(from: bytes, of: commit, in: repository)
    }

    func treePath(_ commit: CommitID, in repository: RepositoryID) -> String {
        "\(folder(of: repository))/trees/\(commit).json"
    }

    /// The files of a commit that lie in its snapshot, which need not be all that the commit has.
    ///
    /// Files without a link are left out: nothing says what their content should be.
    ///
    /// - Returns: a listing that is marked as incomplete; `nil` when there are no such files.
    /// - Complexity: O(files in the snapshot); no content is read.
    func heldFiles(of commit: CommitID, in repository: RepositoryID) -> RepositorySnapshot? {
        let folder = "\(folder(of: repository))/snapshots/\(commit)"
        let entries = files(below: folder).compactMap { path -> RepositoryEntry? in
            guard (try? validatePath(path)) != nil,
                let file = try? HubFile(path, in: repository, revision: commit.hex),
                let metadata = metadata(of: file, at: commit), Self.isSoundETag(metadata.etag)
            else { return nil }
            return RepositoryEntry(
                path: path, size: metadata.size, blobID: metadata.etag,
                sha256: metadata.isLarge ? metadata.etag : nil)
        }
        guard !entries.isEmpty else { return nil }
        var snapshot = RepositorySnapshot(
            repository: repository, commit: commit, files: entries)
        snapshot.isComplete = false
        return snapshot
    }

    /// The files and links below a folder, by relative path, sorted.
    func files(below folder: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        var found: [String] = []
        while let name = walk.nextObject() as? String {
            let path = "\(folder)/\(name)"
            if FileSystem.linkTarget(path) != nil || FileSystem.isFile(path) { found.append(name) }
        }
        return found.sorted()
    }
}
