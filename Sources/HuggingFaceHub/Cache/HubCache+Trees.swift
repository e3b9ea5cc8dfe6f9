/// `trees/<commit>.json`: the listing of a commit, which never changes.
extension HubCache {
    private struct TreeFile: Decodable {
        struct Entry: Decodable {
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

        let formatVersion: Int
        let files: [String: Entry]

        enum CodingKeys: String, CodingKey {
            case formatVersion = "format_version"
            case files
        }
    }

    /// The listing of a commit; `nil` when it is not cached, of another version, or damaged: then
    /// the Hub is asked again.
    func tree(of commit: CommitID, in repository: RepositoryID) throws -> RepositorySnapshot? {
        guard let bytes = try FileSystem.contents(of: treePath(commit, repository)),
            let file = try? JSONCoding.decode(TreeFile.self, from: bytes), file.formatVersion == 1
        else { return nil }
        let entries = file.files.map { path, entry in
            RepositoryEntry(
                path: path, size: entry.size, blobID: entry.blobID, sha256: entry.sha256,
                xetHash: entry.xetHash)
        }
        let areSound = entries.allSatisfy { entry in
            FileMetadata.isPlausible(size: entry.size) && Self.isSoundETag(entry.etag)
                && (try? validatePath(entry.path)) != nil
        }
        guard areSound else { return nil }
        return RepositorySnapshot(repository: repository, commit: commit, files: entries)
    }

    /// Writes the listing byte for byte as Python's `json.dump(…, indent=1)` does.
    func storeTree(_ snapshot: RepositorySnapshot) throws {
        let path = treePath(snapshot.commit, snapshot.repository)
        guard !FileSystem.isFile(path) else { return }
        try prepareFolder(of: path)
        try FileSystem.write(Array(Self.json(of: snapshot).utf8), to: path)
    }

    private func treePath(_ commit: CommitID, _ repository: RepositoryID) -> String {
        "\(folder(of: repository))/trees/\(commit).json"
    }

    private static func json(of snapshot: RepositorySnapshot) -> String {
        let files = snapshot.files.map { entry in
            var fields = ["\"size\": \(entry.size)", "\"blob_id\": \"\(entry.blobID)\""]
            if let sha256 = entry.sha256 {
                fields += ["\"lfs_sha256\": \"\(sha256)\"", "\"lfs_size\": \(entry.size)"]
            }
            if let xetHash = entry.xetHash { fields.append("\"xet_hash\": \"\(xetHash)\"") }
            let body = fields.map { "   \($0)" }.joined(separator: ",\n")
            return "  \(quoted(entry.path)): {\n\(body)\n  }"
        }
        let body = files.isEmpty ? "{}" : "{\n\(files.joined(separator: ",\n"))\n }"
        return "{\n \"format_version\": 1,\n \"files\": \(body)\n}"
    }

    /// A JSON string in ASCII, with the escapes that Python writes.
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: out += "\\\""
            case 0x5c: out += "\\\\"
            case 0x08: out += "\\b"
            case 0x0c: out += "\\f"
            case 0x0a: out += "\\n"
            case 0x0d: out += "\\r"
            case 0x09: out += "\\t"
            case 0x20..<0x7f: out.unicodeScalars.append(UnicodeScalar(UInt8(unit)))
            default:
                let hex = String(unit, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            }
        }
        return out + "\""
    }
}
