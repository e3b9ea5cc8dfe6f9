/// An answer that is an error, in the Hub's words.
struct ServerFailure: Error, Sendable {
    var status: Int
    /// The value of `X-Error-Code`.
    var code: String?
    var message: String
    var commit: String?

    init(_ status: Int, _ message: String, code: String? = nil, commit: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.commit = commit
    }

    static let noRepository = ServerFailure(404, "Repository not found", code: "RepoNotFound")
    /// To somebody unknown, a repository that is private and one that is not there are the same.
    static let signIn = ServerFailure(
        401, "Invalid username or password.", code: "RepoNotFound")
    static let unknownToken = ServerFailure(
        401, "Invalid credentials in Authorization header")
    static let readOnly = ServerFailure(
        403, "You don't have the rights to write to this repository.")
    static let staleParent = ServerFailure(
        412, "A commit has happened since. Please refresh and try again.")
    static let noRoute = ServerFailure(404, "Sorry, we can't find the page you are looking for.")

    static func noRevision(_ revision: String) -> ServerFailure {
        ServerFailure(404, "Invalid rev id: \(revision)", code: "RevisionNotFound")
    }

    static func noEntry(
        _ message: String = "Entry not found", commit: String? = nil
    ) -> ServerFailure {
        ServerFailure(404, message, code: "EntryNotFound", commit: commit)
    }

    static func badRequest(_ message: String) -> ServerFailure {
        ServerFailure(400, message)
    }

    static func gated(_ repository: String, isKnown: Bool) -> ServerFailure {
        isKnown
            ? ServerFailure(
                403,
                "Access to dataset \(repository) is restricted and you are not in the authorized "
                    + "list.", code: "GatedRepo")
            : ServerFailure(
                401,
                "Access to dataset \(repository) is restricted. You must be authenticated.",
                code: "GatedRepo")
    }
}
