public import Foundation

/// What went wrong with the Hub, the network, or the shared cache.
///
/// No message and no field ever holds a token or the signed part of an address.
public struct HubError: Error, Sendable, CustomStringConvertible, LocalizedError {
    /// A kind of failure; new ones may come, so a `switch` needs a default.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        private init(_ name: String) {
            self.name = name
        }

        /// The name of the code.
        public var description: String { name }

        /// An id, path, revision or address that cannot be right.
        public static let invalidInput = Code("invalidInput")
        /// There is no such repository, or the token does not see it.
        public static let repositoryNotFound = Code("repositoryNotFound")
        /// There is no such branch, tag or commit.
        public static let revisionNotFound = Code("revisionNotFound")
        /// There is no such file at that revision.
        public static let entryNotFound = Code("entryNotFound")
        /// The files need an agreement that this account has not given.
        public static let gated = Code("gated")
        /// The Hub has closed the repository to everybody.
        public static let disabled = Code("disabled")
        /// The token is not one that the Hub knows, or there is none where one is needed.
        public static let invalidToken = Code("invalidToken")
        /// The account may not do that.
        public static let forbidden = Code("forbidden")
        /// The Hub asks to wait longer than the policy allows.
        public static let rateLimited = Code("rateLimited")
        /// The Hub failed, again and again.
        public static let serverFailure = Code("serverFailure")
        /// The Hub refused the request.
        public static let refused = Code("refused")
        /// No connection, or one that broke, again and again.
        public static let network = Code("network")
        /// Only the cache may be used, and it does not have this.
        public static let offline = Code("offline")
        /// The bytes are not the ones that the Hub announced.
        public static let corrupted = Code("corrupted")
        /// A commit has happened since the one that this was made from.
        public static let staleParent = Code("staleParent")
        /// There is one of that name already.
        public static let alreadyExists = Code("alreadyExists")
        /// The answer was not what the protocol says.
        public static let badAnswer = Code("badAnswer")
        /// A file or folder of this machine could not be used.
        public static let fileSystem = Code("fileSystem")
    }

    /// The kind of failure.
    public let code: Code
    /// What failed, on which thing, what was found, and what to do.
    public let message: String
    /// The error that caused this one, if there is one.
    public let underlyingError: (any Error)?
    /// The repository, if one was meant.
    public let repository: RepositoryID?
    /// The revision, if one was meant.
    public let revision: String?
    /// The path in the repository or on this machine, if one was meant.
    public let path: String?
    /// The HTTP status, if there was an answer.
    public let status: Int?
    /// The Hub's name for the request, to quote in a bug report.
    public let requestID: String?

    init(
        _ code: Code, _ message: String, subject: HubSubject = .none, path: String? = nil,
        status: Int? = nil, requestID: String? = nil, underlying: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.underlyingError = underlying
        self.repository = subject.repository
        self.revision = subject.revision
        self.path = subject.path ?? path
        self.status = status
        self.requestID = requestID
    }

    /// The sentence.
    public var description: String { message }

    /// The sentence.
    public var errorDescription: String? { message }
}

/// What a request is about, for the sentence when it fails.
package struct HubSubject: Sendable {
    package var repository: RepositoryID?
    package var revision: String?
    package var path: String?

    package init(_ repository: RepositoryID? = nil, revision: String? = nil, path: String? = nil) {
        self.repository = repository
        self.revision = revision
        self.path = path
    }

    package init(_ file: HubFile) {
        self.init(file.repository, revision: file.revision, path: file.path)
    }

    package static let none = HubSubject()

    /// `'path' in namespace/name at 'revision'`, with the parts that are known.
    var phrase: String {
        guard let repository else { return "the Hub" }
        let at = revision.map { " at '\($0)'" } ?? ""
        return path.map { "'\($0)' in \(repository)\(at)" } ?? "\(repository)\(at)"
    }
}
