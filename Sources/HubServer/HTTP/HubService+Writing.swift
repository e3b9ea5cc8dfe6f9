internal import Foundation
internal import HuggingFaceHub

extension HubService {
    private struct RepositoryRequest: Decodable {
        let name: String
        let organization: String?
        let type: String?
        let visibility: String?
        let `private`: Bool?
    }

    /// Answers `POST /api/repos/create`.
    func create(_ request: IncomingRequest, _ caller: HubAccount?) async throws -> ServerAnswer {
        let wanted = try await request.decodeBody(RepositoryRequest.self)
        let (repository, account) = try checkOwner(wanted, caller)
        let isPrivate = wanted.visibility.map { $0 == "private" } ?? wanted.private ?? false
        let url = "\(endpoint)/datasets/\(repository)"
        let record = try await store.create(
            repository, isPrivate: isPrivate, author: account.name)
        guard let record else {
            var answer = try ServerAnswer.json([
                "error": .string("You already created this dataset repo: \(repository)"),
                "url": .string(url),
            ])
            answer.status = 409
            return answer
        }
        return try .json([
            "url": .string(url), "name": .string("\(repository)"), "id": .string(record.id),
        ])
    }

    /// Answers `DELETE /api/repos/delete`.
    func delete(_ request: IncomingRequest, _ caller: HubAccount?) async throws -> ServerAnswer {
        let wanted = try await request.decodeBody(RepositoryRequest.self)
        let (repository, _) = try checkOwner(wanted, caller)
        _ = try await visibleRecord(repository, caller)
        try await store.delete(repository)
        return try .json(["ok": true])
    }

    private func checkOwner(
        _ wanted: RepositoryRequest, _ caller: HubAccount?
    ) throws -> (RepositoryID, HubAccount) {
        guard let caller else { throw ServerFailure.signIn }
        guard wanted.type ?? "model" == "dataset" else {
            throw ServerFailure.badRequest("This hub holds datasets only")
        }
        let repository = try repositoryID(wanted.organization ?? caller.name, wanted.name)
        guard caller.canWrite, isMember(caller, of: repository) else {
            throw ServerFailure(
                403,
                "You don't have the rights to create a dataset under the namespace "
                    + "\"\(repository.namespace)\"")
        }
        return (repository, caller)
    }

    private struct SettingsRequest: Decodable {
        let visibility: String?
        let `private`: Bool?
        /// `false` or the kind of gate; two types, so it is read by hand.
        let gate: String??

        enum CodingKeys: String, CodingKey {
            case visibility
            case `private`
            case gated
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            visibility = try container.decodeIfPresent(String.self, forKey: .visibility)
            `private` = try container.decodeIfPresent(Bool.self, forKey: .private)
            let kind = try? container.decodeIfPresent(String.self, forKey: .gated)
            gate = container.contains(.gated) ? .some(kind) : .none
        }
    }

    /// Answers `PUT /api/datasets/R/settings`.
    func settings(
        _ request: IncomingRequest, _ repository: RepositoryID, _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        _ = try await checkWriteAccess(repository, caller)
        let wanted = try await request.decodeBody(SettingsRequest.self)
        let record = try await store.update(repository) { record in
            if let isPrivate = wanted.visibility.map({ $0 == "private" }) ?? wanted.private {
                record.isPrivate = isPrivate
            }
            if let gate = wanted.gate { record.gate = gate }
        }
        return try .json([
            "private": .bool(record.isPrivate), "gated": record.gate.map { .string($0) } ?? false,
        ])
    }

    private struct ReferenceRequest: Decodable {
        let startingPoint: String?
        let tag: String?
    }

    /// `POST …/branch/NAME`, `POST …/tag/REV`, and `DELETE` of both.
    func changeReference(
        _ request: IncomingRequest, _ repository: RepositoryID, _ rest: [String],
        _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        _ = try await checkWriteAccess(repository, caller)
        guard rest.count > 1 else { throw ServerFailure.noRoute }
        let given = rest[1...].joined(separator: "/")
        let kind = rest[0] == "tag" ? "refs/tags/" : "refs/heads/"
        if request.method == "DELETE" {
            return try await deleteReference(kind + given, repository)
        }
        let wanted = try await request.decodeBody(ReferenceRequest.self)
        let name = rest[0] == "tag" ? wanted.tag ?? "" : given
        let start = rest[0] == "tag" ? given : wanted.startingPoint ?? "main"
        guard (try? validateRevision(name)) != nil, !Self.meansSomethingElse(name) else {
            throw ServerFailure.badRequest("Invalid reference name '\(name)'")
        }
        let commit = try await commit(start, of: repository).id
        guard try await store.createReference(kind + name, at: commit, of: repository) else {
            throw ServerFailure(409, "Reference already exists: \(name)")
        }
        return try .json(["ok": true])
    }

    /// Whether a revision of that name is a full reference or a commit, and never the branch or tag.
    private static func meansSomethingElse(_ name: String) -> Bool {
        name.hasPrefix("refs/") || name.utf8.count == 40 && name.allSatisfy(\.isHexDigit)
    }

    private func deleteReference(
        _ name: String, _ repository: RepositoryID
    ) async throws -> ServerAnswer {
        guard name != "refs/heads/main" else {
            throw ServerFailure(403, "The branch 'main' cannot be deleted")
        }
        guard try await store.deleteReference(name, of: repository) else {
            throw ServerFailure.noRevision(name)
        }
        return try .json(["ok": true])
    }

    private struct PreuploadRequest: Decodable {
        struct File: Decodable {
            let path: String
            let sample: String?
            let size: Int
        }

        let files: [File]
    }

    /// Answers `POST /api/datasets/R/preupload/REV`.
    func preupload(
        _ request: IncomingRequest, _ repository: RepositoryID, _ revision: String,
        _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        try await checkCommitAccess(request, repository, caller)
        let wanted = try await request.decodeBody(PreuploadRequest.self)
        let (id, commit) = try await commit(revision, of: repository)
        let files = wanted.files.map { file -> HubJSON in
            let sample = file.sample.flatMap { Data(base64Encoded: $0) } ?? Data()
            let isLarge = LargeFileRule.isLarge(
                path: file.path, size: file.size, sample: Array(sample))
            var fields: [String: HubJSON] = [
                "path": .string(file.path), "uploadMode": isLarge ? "lfs" : "regular",
                "shouldIgnore": false,
            ]
            if let known = commit.files[file.path] { fields["oid"] = .string(known.etag) }
            return .object(fields)
        }
        return try .json(["files": .array(files), "commitOid": .string(id)])
    }

    /// Answers `POST /api/datasets/R/commit/REV`.
    func commit(
        _ request: IncomingRequest, _ repository: RepositoryID, _ revision: String,
        _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        let author = try await checkCommitAccess(request, repository, caller)
        let change = try CommitChange(
            lines: try await request.body(), opensPullRequest: asksForPullRequest(request))
        let (id, pullRequest) = try await store.commit(
            change, to: revision, of: repository, author: author.name)
        var answer: [String: HubJSON] = [
            "success": true, "hookOutput": "", "commitOid": .string(id),
            "commitUrl": .string("\(endpoint)/datasets/\(repository)/commit/\(id)"),
        ]
        if let pullRequest {
            answer["pullRequestUrl"] = .string(
                "\(endpoint)/datasets/\(repository)/discussions/\(pullRequest)")
        }
        return try .json(.object(answer))
    }

    /// A pull request needs an account that sees the repository; anything else a member.
    @discardableResult
    private func checkCommitAccess(
        _ request: IncomingRequest, _ repository: RepositoryID, _ caller: HubAccount?
    ) async throws -> HubAccount {
        guard asksForPullRequest(request) else {
            return try await checkWriteAccess(repository, caller)
        }
        _ = try await visibleRecord(repository, caller)
        guard let caller, caller.canWrite else { throw ServerFailure.readOnly }
        return caller
    }

    private func asksForPullRequest(_ request: IncomingRequest) -> Bool {
        ["1", "true", "True"].contains(request.query["create_pr"])
    }
}
