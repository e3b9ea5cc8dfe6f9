internal import HuggingFaceHub

extension HubService {
    /// Finds the route of a request.
    func answer(_ request: IncomingRequest) async throws -> ServerAnswer {
        let caller = try caller(of: request)
        let segments = request.segments
        switch (request.method, segments.first, segments.dropFirst().first) {
        case (_, "datasets", _) where segments.count > 3:
            return try await repositoryPage(request, caller)
        case ("GET", "api", "whoami-v2"): return try whoAmI(caller)
        case ("POST", "api", "repos") where segments.last == "create":
            return try await create(request, caller)
        case ("DELETE", "api", "repos") where segments.last == "delete":
            return try await delete(request, caller)
        case ("POST", "api", "validate-yaml"): return try await validateCard(request)
        case ("POST", "api", "complete_multipart"):
            return try await completeMultipart(request)
        case (_, "api", "resolve-cache") where segments.count > 6:
            return try await resolveCache(request, caller)
        case (_, "api", "datasets") where segments.count > 3:
            return try await repositoryAPI(request, caller)
        default: throw ServerFailure.noRoute
        }
    }

    /// Answers `/datasets/ns/name/…` and `/datasets/ns/name.git/…`.
    private func repositoryPage(
        _ request: IncomingRequest, _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        let segments = request.segments
        let rest = Array(segments[3...])
        if segments[2].hasSuffix(".git") {
            let repository = try repositoryID(segments[1], String(segments[2].dropLast(4)))
            switch rest {
            case ["info", "lfs", "objects", "batch"]:
                return try await lfsBatch(request, repository, caller)
            case ["info", "lfs", "objects", "verify"]:
                return try await lfsVerify(request, repository, caller)
            default: throw ServerFailure.noRoute
            }
        }
        guard rest.count > 2, rest[0] == "resolve" else { throw ServerFailure.noRoute }
        let repository = try repositoryID(segments[1], segments[2])
        return try await resolve(
            request, repository, revision: rest[1], path: rest[2...].joined(separator: "/"),
            caller)
    }

    /// Answers `/api/datasets/ns/name/…`.
    private func repositoryAPI(
        _ request: IncomingRequest, _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        let repository = try repositoryID(request.segments[2], request.segments[3])
        let rest = Array(request.segments[4...])
        let revision = rest.count > 1 ? rest[1] : "main"
        switch (request.method, rest.first) {
        case ("GET", nil), ("GET", "revision"):
            return try await info(request, repository, revision, caller)
        case ("GET", "tree"):
            let folder = rest.count > 2 ? rest[2...].joined(separator: "/") : nil
            return try await tree(request, repository, revision, folder: folder, caller)
        case ("POST", "paths-info"):
            return try await pathsInfo(request, repository, revision, caller)
        case ("GET", "commits"): return try await commits(request, repository, revision, caller)
        case ("GET", "refs"): return try await references(request, repository, caller)
        case ("POST", "branch"), ("POST", "tag"), ("DELETE", "branch"), ("DELETE", "tag"):
            return try await changeReference(request, repository, rest, caller)
        case ("PUT", "settings"): return try await settings(request, repository, caller)
        case ("POST", "preupload"):
            return try await preupload(request, repository, revision, caller)
        case ("POST", "commit"): return try await commit(request, repository, revision, caller)
        default: throw ServerFailure.noRoute
        }
    }

    func repositoryID(_ namespace: String, _ name: String) throws -> RepositoryID {
        do {
            return try RepositoryID("\(namespace)/\(name)")
        } catch {
            throw ServerFailure.badRequest("Invalid repository name '\(namespace)/\(name)'")
        }
    }
}
