/// `GET /api/datasets/R/revision/REV`, the parts that are used.
struct RepositoryAnswer: Decodable {
    struct Sibling: Decodable {
        struct LFS: Decodable {
            let sha256: String?
            let oid: String?
        }

        let rfilename: String
        let size: Int?
        let blobId: String?
        let lfs: LFS?
        let xetHash: String?
    }

    /// `false`, or the kind of gate as text.
    struct Gate: Decodable {
        let isClosed: Bool

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // Two types are allowed here: what is no Bool is the kind of gate.
            isClosed = (try? container.decode(Bool.self)) ?? true
        }
    }

    let id: String
    let sha: String
    let `private`: Bool?
    let gated: Gate?
    let siblings: [Sibling]?
    let cardData: HubJSON?

    func commit(_ subject: HubSubject) throws -> CommitID {
        guard let commit = CommitID(sha) else {
            throw HubError.badAnswer("names no commit", subject: subject)
        }
        return commit
    }

    func repositoryInfo(_ subject: HubSubject) throws -> RepositoryInfo {
        RepositoryInfo(
            repository: try RepositoryID(id, kind: subject.repository?.kind ?? .dataset),
            commit: try commit(subject),
            isPrivate: `private` ?? false, isGated: gated?.isClosed ?? false)
    }

    func snapshot(of repository: RepositoryID, _ subject: HubSubject) throws -> RepositorySnapshot {
        let entries = try (siblings ?? []).map { sibling in
            guard let size = sibling.size, let blob = sibling.blobId else {
                throw HubError.badAnswer(
                    "lists '\(sibling.rfilename)' without its size", subject: subject)
            }
            return try entry(
                sibling.rfilename, size: size, blobID: blob,
                sha256: sibling.lfs.flatMap { $0.sha256 ?? $0.oid }, xetHash: sibling.xetHash,
                subject)
        }
        return RepositorySnapshot(
            repository: repository, commit: try commit(subject), files: entries,
            cardData: cardData)
    }
}

/// One row of `GET /api/datasets/R/tree/REV`.
struct TreeAnswer: Decodable {
    struct LFS: Decodable {
        let oid: String
        let size: Int
    }

    let type: String
    let oid: String
    let size: Int?
    let path: String
    let lfs: LFS?
    let xetHash: String?

    func repositoryEntry(_ subject: HubSubject) throws -> RepositoryEntry {
        try entry(
            path, size: lfs?.size ?? size ?? 0, blobID: oid, sha256: lfs?.oid, xetHash: xetHash,
            subject)
    }
}

/// `GET /api/datasets/R/refs`.
struct ReferencesAnswer: Decodable {
    struct Item: Decodable {
        let name: String
        let ref: String
        let targetCommit: String
    }

    let branches: [Item]?
    let tags: [Item]?
    let pullRequests: [Item]?
}

/// One row of `GET /api/datasets/R/commits/REV`.
struct CommitAnswer: Decodable {
    let id: String
    let title: String
    let message: String?
}

/// An entry whose name and digests may become names of files here, so they are checked first.
private func entry(
    _ path: String, size: Int, blobID: String, sha256: String?, xetHash: String?,
    _ subject: HubSubject
) throws -> RepositoryEntry {
    try validatePath(path)
    let isSound =
        FileMetadata.isPlausible(size: size) && CommitID(blobID) != nil
        && sha256.map { $0.utf8.count == 64 && ContentDigest(etag: $0) != nil } ?? true
    guard isSound else {
        throw HubError.badAnswer(
            "lists '\(path)' with a size or a digest that is none", subject: subject)
    }
    return RepositoryEntry(
        path: path, size: size, blobID: blobID, sha256: sha256, xetHash: xetHash)
}
