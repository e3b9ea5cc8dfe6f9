internal import HuggingFaceHub

extension HubService {
    /// Answers `GET /api/datasets/R[/revision/REV]`.
    func info(
        _ request: IncomingRequest, _ repository: RepositoryID, _ revision: String,
        _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        let record = try await visibleRecord(repository, caller)
        let (id, commit) = try await commit(revision, of: repository)
        let wantsBlobs = ["true", "True", "1"].contains(request.query["blobs"])
        let siblings = commit.files.sorted { $0.key < $1.key }.map { path, file in
            var fields: [String: HubJSON] = ["rfilename": .string(path)]
            if wantsBlobs {
                fields["size"] = .number(file.size)
                fields["blobId"] = .string(file.blob)
                fields["lfs"] = file.sha256.map {
                    [
                        "sha256": .string($0), "size": .number(file.size),
                        "pointerSize": .number(pointerSize(file)),
                    ]
                }
            }
            return HubJSON.object(fields)
        }
        var answer: [String: HubJSON] = [
            "_id": .string(record.id), "id": .string("\(repository)"),
            "author": .string(repository.namespace), "sha": .string(id),
            "lastModified": .string(commit.date), "createdAt": .string(record.created),
            "private": .bool(record.isPrivate),
            "gated": record.gate.map { .string($0) } ?? false, "disabled": false,
            "tags": [], "downloads": 0, "likes": 0, "siblings": .array(siblings),
            "usedStorage": .number(commit.files.values.reduce(0) { $0 + $1.size }),
        ]
        if let card = try cardData(commit) {
            answer["cardData"] = card
            answer["tags"] = .array(Self.tags(of: card))
        }
        return try .json(.object(answer))
    }

    /// The tags that a card declares; the Hub adds some of its own finding.
    private static func tags(of card: HubJSON) -> [HubJSON] {
        guard case .object(let keys) = card, case .array(let tags) = keys["tags"] else { return [] }
        return tags.filter { if case .string = $0 { true } else { false } }
    }

    private func cardData(_ commit: CommitRecord) throws -> HubJSON? {
        guard let card = commit.files["README.md"], card.sha256 == nil else { return nil }
        return try FileSystem.contents(of: objects.blobPath(card.blob))
            .flatMap { CardData.json(ofREADME: $0) }
    }

    /// `GET /api/datasets/R/tree/REV[/P]`, in pages.
    func tree(
        _ request: IncomingRequest, _ repository: RepositoryID, _ revision: String,
        folder: String?, _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        _ = try await visibleRecord(repository, caller)
        let (id, commit) = try await commit(revision, of: repository)
        let entries = try listing(
            commit, commitID: id, folder: folder,
            isRecursive: ["true", "True", "1"].contains(request.query["recursive"]))
        let start = request.query["cursor"].flatMap { Int($0) } ?? 0
        let page = entries.dropFirst(max(0, start)).prefix(configuration.pageSize)
        var headers = [("X-Repo-Commit", id)]
        if page.endIndex < entries.endIndex {
            let recursive = request.query["recursive"] ?? "false"
            let next =
                "\(endpoint)\(request.path)?recursive=\(recursive)&cursor=\(page.endIndex)"
            headers.append(("Link", "<\(next)>; rel=\"next\""))
        }
        return try .json(.array(Array(page)), headers: headers)
    }

    private func listing(
        _ commit: CommitRecord, commitID: String, folder: String?, isRecursive: Bool
    ) throws -> [HubJSON] {
        let folders = GitTree(commit.files).folders
        let base = folder.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? ""
        guard folders[base] != nil else {
            throw ServerFailure.noEntry("\(base) does not exist on \"\(commitID.prefix(7))\"")
        }
        let prefix = base.isEmpty ? "" : base + "/"
        let isWanted = { (path: String) in
            path.hasPrefix(prefix) && path != base
                && (isRecursive || !path.dropFirst(prefix.count).contains("/"))
        }
        let directories = folders.filter { !$0.key.isEmpty && isWanted($0.key) }
            .sorted { $0.key < $1.key }
            .map { path, id -> HubJSON in
                ["type": "directory", "oid": .string(id), "size": 0, "path": .string(path)]
            }
        let files = commit.files.filter { isWanted($0.key) }.sorted { $0.key < $1.key }
        return directories + files.map { fileEntry($0.key, $0.value) }
    }

    /// Answers `POST /api/datasets/R/paths-info/REV`.
    func pathsInfo(
        _ request: IncomingRequest, _ repository: RepositoryID, _ revision: String,
        _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        _ = try await visibleRecord(repository, caller)
        let commit = try await commit(revision, of: repository).record
        let folders = GitTree(commit.files).folders
        let body = String(decoding: try await request.body(), as: UTF8.self)
        let paths = formPairs(body).filter { $0.0 == "paths" }.map(\.1)
        let found = paths.compactMap { path -> HubJSON? in
            if let file = commit.files[path] { return fileEntry(path, file) }
            return folders[path].map {
                ["type": "directory", "oid": .string($0), "size": 0, "path": .string(path)]
            }
        }
        return try .json(.array(found))
    }

    private func fileEntry(_ path: String, _ file: FileRecord) -> HubJSON {
        var fields: [String: HubJSON] = [
            "type": "file", "oid": .string(file.blob), "size": .number(file.size),
            "path": .string(path),
        ]
        if let sha256 = file.sha256 {
            fields["lfs"] = [
                "oid": .string(sha256), "size": .number(file.size),
                "pointerSize": .number(pointerSize(file)),
            ]
        }
        return .object(fields)
    }

    private func pointerSize(_ file: FileRecord) -> Int {
        FileRecord.pointer(sha256: file.sha256 ?? "", size: file.size).count
    }

    /// Answers `GET /api/datasets/R/commits/REV`.
    func commits(
        _ request: IncomingRequest, _ repository: RepositoryID, _ revision: String,
        _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        _ = try await visibleRecord(repository, caller)
        // Where a page begins: an id, so that commits that come meanwhile move nothing.
        let start = request.query["cursor"] ?? revision
        var next: String? = try await commit(start, of: repository).id
        var found: [HubJSON] = []
        while let id = next, let commit = try await store.commit(id, of: repository),
            found.count < configuration.pageSize
        {
            found.append([
                "id": .string(id), "title": .string(commit.title),
                "message": .string(commit.message), "date": .string(commit.date),
                "authors": [["user": .string(commit.author), "avatar": ""]],
            ])
            next = commit.parent
        }
        let headers = next.map { id in
            [("Link", "<\(endpoint)\(request.path)?cursor=\(id)>; rel=\"next\"")]
        }
        return try .json(.array(found), headers: headers ?? [])
    }

    /// Answers `GET /api/datasets/R/refs`.
    func references(
        _ request: IncomingRequest, _ repository: RepositoryID, _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        _ = try await visibleRecord(repository, caller)
        let list = { (prefix: String, namePrefix: String) async throws -> HubJSON in
            let found = try await store.references(prefix, of: repository)
            return .array(
                found.map { name, commit in
                    [
                        "name": .string(namePrefix + name), "ref": .string(prefix + name),
                        "targetCommit": .string(commit),
                    ]
                })
        }
        var answer: [String: HubJSON] = [
            "branches": try await list("refs/heads/", ""), "converts": [],
            "tags": try await list("refs/tags/", ""),
        ]
        if request.query["include_prs"] != nil {
            answer["pullRequests"] = try await list("refs/pr/", "refs/pr/")
        }
        return try .json(.object(answer))
    }

    /// Answers `GET /api/whoami-v2`.
    func whoAmI(_ caller: HubAccount?) throws -> ServerAnswer {
        guard let caller else { throw ServerFailure.unknownToken }
        let role: HubJSON = caller.canWrite ? "write" : "read"
        return try .json([
            "type": "user", "name": .string(caller.name), "fullname": .string(caller.name),
            "orgs": .array(caller.organizations.map { ["type": "org", "name": .string($0)] }),
            "auth": ["type": "access_token", "accessToken": ["displayName": "", "role": role]],
        ])
    }
}
