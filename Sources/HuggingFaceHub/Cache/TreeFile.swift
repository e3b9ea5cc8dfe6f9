/// The listing of a commit as JSON, in the form of `huggingface_hub` (`_tree_cache.py`).
struct TreeFile: Codable {
    private struct Entry: Codable {
        let size: Int
        let blobID: String
        let sha256: String?
        let xetHash: String?

        enum CodingKeys: String, CodingKey {
            case size
            case blobID = "blob_id"
            case sha256 = "lfs_sha256"
            case xetHash = "xet_hash"
        }
    }

    private let formatVersion: Int
    private let files: [String: Entry]

    private enum CodingKeys: String, CodingKey {
        case formatVersion = "format_version"
        case files
    }

    /// What a listing says.
    init(_ snapshot: RepositorySnapshot) {
        formatVersion = 1
        files = Dictionary(
            snapshot.files.map { entry in
                let file = Entry(
                    size: entry.size, blobID: entry.blobID, sha256: entry.sha256,
                    xetHash: entry.xetHash)
                return (entry.path, file)
            }
        ) { _, last in last }
    }

    /// Reads a listing; `nil` for one of another version and for what is none.
    static func snapshot(
        from bytes: [UInt8], of commit: CommitID, in repository: RepositoryID
    ) -> RepositorySnapshot? {
        guard let file = try? JSONCoding.decode(TreeFile.self, from: bytes),
            file.formatVersion == 1
        else { return nil }
        let entries = file.files.map { path, entry in
            RepositoryEntry(
                path: path, size: entry.size, blobID: entry.blobID, sha256: entry.sha256,
                xetHash: entry.xetHash)
        }
        let areSound = entries.allSatisfy { entry in
            FileMetadata.isPlausible(size: entry.size) && HubCache.isSoundETag(entry.etag)
                && (try? validatePath(entry.path)) != nil
        }
        guard areSound else { return nil }
        return RepositorySnapshot(repository: repository, commit: commit, files: entries)
    }
}
