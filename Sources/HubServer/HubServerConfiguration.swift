public import Foundation

/// Who may do what on a ``HubServer``.
public struct HubAccount: Hashable, Sendable {
    /// The name, which is also the namespace of the account's own repositories.
    public var name: String
    /// Further namespaces that the account is a member of.
    public var organizations: [String]
    /// Whether the account may change repositories of its namespaces.
    public var canWrite: Bool

    /// An account.
    public init(name: String, organizations: [String] = [], canWrite: Bool = true) {
        self.name = name
        self.organizations = organizations
        self.canWrite = canWrite
    }
}

/// What a ``HubServer`` serves, and to whom.
public struct HubServerConfiguration: Sendable {
    /// The folder of the repositories; made when it is not there.
    public var root: URL
    /// The address to listen on.
    ///
    /// Anything but this machine needs tokens.
    public var host: String
    /// The name or address under which clients reach the server; `nil` for the one by which each
    /// of them has asked.
    ///
    /// Set it when a proxy hides that name. It stands in the addresses of large files.
    public var publicHost: String?
    /// The port of the Hub; 0 for one that is free.
    public var port: Int
    /// The port from which large files are served, as the Hub's CDN does; 0 for one that is free.
    public var storagePort: Int
    /// The accounts by token.
    ///
    /// Without any, everybody may do everything.
    public var accounts: [String: HubAccount]
    /// Objects of at least this many bytes are uploaded in parts.
    public var multipartThreshold: Int
    /// The size of those parts.
    public var multipartSize: Int
    /// How many entries a page of a listing has.
    public var pageSize: Int
    /// Whether to wait for the disk; tests do not cut the power.
    package var isDurable = true

    /// A server of `root` on this machine, on free ports, for everybody.
    ///
    /// - Parameters:
    ///   - root: the folder of the repositories.
    ///   - port: the port of the Hub; 0 for one that is free.
    ///   - accounts: the accounts by token; none for an open server.
    public init(root: URL, port: Int = 0, accounts: [String: HubAccount] = [:]) {
        self.root = root
        self.port = port
        self.accounts = accounts
        host = "127.0.0.1"
        storagePort = 0
        multipartThreshold = 64 << 20
        multipartSize = 16 << 20
        pageSize = 1000
    }
}

/// Why a ``HubServer`` did not start.
public struct HubServerError: Error, Sendable, CustomStringConvertible, LocalizedError {
    /// A kind of failure.
    public struct Code: Hashable, Sendable {
        private let name: String

        private init(_ name: String) {
            self.name = name
        }

        /// The settings would open the repositories to the network.
        public static let unsafeConfiguration = Code("unsafeConfiguration")
        /// Another server has the folder open.
        public static let rootInUse = Code("rootInUse")
        /// The folder cannot be made or written to.
        public static let rootUnusable = Code("rootUnusable")
        /// The address could not be listened on.
        public static let cannotListen = Code("cannotListen")
    }

    /// The kind of failure.
    public let code: Code
    /// The sentence.
    public let message: String
    /// The error that caused this one, if there is one.
    public let underlyingError: (any Error)?

    private init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        underlyingError = underlying
    }

    /// The sentence.
    public var description: String { message }

    /// The sentence.
    public var errorDescription: String? { message }

    static func openToTheNetwork(_ host: String) -> HubServerError {
        HubServerError(
            .unsafeConfiguration,
            "Cannot serve on \(host) without tokens: everybody who reaches it could change the "
                + "repositories. Pass a token, or serve on 127.0.0.1.")
    }

    static func rootInUse(_ path: String) -> HubServerError {
        HubServerError(
            .rootInUse,
            "Cannot serve \(path): another hub server has it open. Stop that one, or choose "
                + "another folder.")
    }

    static func rootUnusable(_ error: any Error) -> HubServerError {
        HubServerError(
            .rootUnusable, "\(error) Choose a folder that can be written to.", underlying: error)
    }

    static func cannotListen(
        _ host: String, _ port: Int, _ error: any Error, reason: String
    ) -> HubServerError {
        HubServerError(
            .cannotListen,
            "Cannot listen on \(PublicAddress.bracketed(host)):\(port): \(reason). Choose another "
                + "port, or 0 for a free one.",
            underlying: error)
    }
}
