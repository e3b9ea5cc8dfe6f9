import HuggingFaceHub
import PersonaVectors

/// Where a push goes: what is there of it, and what is to be made.
struct PushTarget: Sendable {
    /// What the commit goes on top of; nil for a repository that is not there.
    let snapshot: RepositorySnapshot?
    /// Whether the branch is there; one that is not begins at `main`.
    let hasBranch: Bool
    /// Whether everybody sees the repository that is there.
    let isPublic: Bool

    /// Looks at the repository as it is now; the cache has no say in it.
    ///
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `invalidArgument` for a revision that
    ///   no commit can go to, `notFound` for one that is not there and is not made;
    ///   ``/HuggingFaceHub/HubError``, with code `offline` in offline mode.
    static func find(
        _ repository: RepositoryID, _ options: PushOptions, client: HubClient
    ) async throws -> PushTarget {
        try validateRevision(options.revision)
        guard !client.configuration.isOffline else {
            throw HubError.offlineForWriting(HubSubject(repository))
        }
        let name = BranchName(options.revision, in: repository)
        guard let info = try await lookUp(repository, client: client) else {
            if !name.isMain { try name.checkItCanBeMade(among: [], for: options) }
            return PushTarget(snapshot: nil, hasBranch: name.isMain, isPublic: false)
        }
        var commit = info.commit
        var hasBranch = name.isMain
        if !name.isMain {
            let references = try await client.references(of: repository)
            if let known = references.first(where: { $0.reference == name.reference }) {
                try name.checkItTakesCommits()
                commit = known.commit
                hasBranch = true
            } else {
                try name.checkItCanBeMade(among: references, for: options)
            }
        }
        return PushTarget(
            snapshot: try await client.snapshot(of: repository, revision: commit.hex),
            hasBranch: hasBranch, isPublic: !info.isPrivate)
    }

    /// What `main` is at; nil when there is no such repository.
    private static func lookUp(
        _ repository: RepositoryID, client: HubClient
    ) async throws -> RepositoryInfo? {
        do {
            return try await client.repositoryInfo(of: repository)
        } catch let error as HubError where error.code == .repositoryNotFound {
            return nil
        }
    }
}

/// The revision that was asked for, as the name of something that a commit can go to.
private struct BranchName {
    let name: String
    let repository: RepositoryID

    init(_ name: String, in repository: RepositoryID) {
        self.name = name
        self.repository = repository
    }

    var isMain: Bool { name == "main" }

    var reference: String { name.hasPrefix("refs/") ? name : "refs/heads/\(name)" }

    /// Seven digits are what git, the Hub's pages and our own messages show of a commit.
    private var readsLikeCommit: Bool {
        (7...40).contains(name.utf8.count) && name.allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    func checkItTakesCommits() throws {
        if reference.hasPrefix("refs/tags/") {
            throw ArtifactError.pushToTag(name, of: "\(repository)")
        }
    }

    /// Refuses a name that is not there and that a push does not make.
    func checkItCanBeMade(
        among references: [RepositoryReference], for options: PushOptions
    ) throws {
        if references.contains(where: { $0.reference == "refs/tags/\(name)" }) {
            throw ArtifactError.pushToTag(name, of: "\(repository)")
        }
        if name.hasPrefix("refs/pr/") {
            throw ArtifactError.noPullRequest(name, of: "\(repository)")
        }
        if name.hasPrefix("refs/") {
            throw ArtifactError.noSuchReference(name, of: "\(repository)")
        }
        if readsLikeCommit {
            throw ArtifactError.pushToCommit(name, of: "\(repository)")
        }
        if options.opensPullRequest {
            throw ArtifactError.noBaseOfPullRequest(name, of: "\(repository)")
        }
    }
}
