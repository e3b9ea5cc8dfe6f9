public import Foundation

/// Where the Hub is, who asks, and where its files are kept: the arguments of ``HubClient``, with
/// the environment of the Python clients as default.
public struct HubConfiguration: Sendable {
    /// The address of the Hub, without a slash at the end.
    public var endpoint: String
    /// The access token; `nil` to read public repositories only.
    ///
    /// It is sent to `endpoint` alone.
    public var token: String?
    /// The cache shared with `huggingface_hub`: the folder that holds `datasets--…`.
    public var cacheDirectory: URL
    /// This package's own cache of parts of files.
    public var rangeCacheDirectory: URL
    /// The size in bytes that the cache of parts is kept under.
    public var rangeCacheLimit: Int
    /// Whether to answer from the caches only.
    public var isOffline: Bool
    /// Seconds without a connection, or then without a byte, after which a question for metadata is
    /// given up.
    public var metadataTimeout: Int
    /// Seconds without a connection, or then without a byte, after which a transfer is given up.
    public var downloadTimeout: Int
    /// How often and how long to wait before giving up.
    public var retryPolicy: RetryPolicy
    /// Hears of each wait before a request is repeated, on any thread; `nil` to wait silently.
    public var onWait: (@Sendable (HubWait) -> Void)?
    /// Hears of the first time that what was read could not be kept in a cache, on any thread.
    ///
    /// With `nil` nobody hears of it; reading goes on in any case.
    public var onCacheFailure: (@Sendable (HubError) -> Void)?
    /// How many exchanges a client and its copies have under way at once, of whatever calls: 8, as
    /// many as `snapshot_download` has.
    public var parallelTransferCount: Int

    /// Reads `HF_ENDPOINT`, `HF_HOME`, `HF_HUB_CACHE`, `HUGGINGFACE_HUB_CACHE`, `XDG_CACHE_HOME`,
    /// `HF_TOKEN`, `HUGGING_FACE_HUB_TOKEN`, `HF_TOKEN_PATH`, `HF_HUB_DISABLE_IMPLICIT_TOKEN`,
    /// `HF_HUB_OFFLINE`, `TRANSFORMERS_OFFLINE`, `HF_HUB_ETAG_TIMEOUT` and
    /// `HF_HUB_DOWNLOAD_TIMEOUT`, with the meaning that `huggingface_hub` 2.4 gives them; and
    /// `PERSONA_VECTORS_PARTS_BYTES`, the size that the cache of parts is kept under (4 GiB where
    /// it is not set, none of it for 0).
    ///
    /// A token file that is not there means no token.
    ///
    /// - Parameter environment: the variables; by default those of this process.
    /// - Throws: ``HubError`` with code ``HubError/Code/invalidInput`` for an endpoint, token,
    ///   timeout or size that cannot be right, and ``HubError/Code/fileSystem`` for a token file that is
    ///   there but cannot be read.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        let folders = CacheFolders(environment: environment)
        endpoint = environment["HF_ENDPOINT"] ?? "https://huggingface.co"
        cacheDirectory = folders.hub
        rangeCacheDirectory = folders.ranges
        rangeCacheLimit = try environment.bytes("PERSONA_VECTORS_PARTS_BYTES") ?? 4 << 30
        isOffline =
            environment.isTrue("HF_HUB_OFFLINE") || environment.isTrue("TRANSFORMERS_OFFLINE")
        metadataTimeout = try environment.seconds("HF_HUB_ETAG_TIMEOUT") ?? 10
        downloadTimeout = try environment.seconds("HF_HUB_DOWNLOAD_TIMEOUT") ?? 10
        retryPolicy = RetryPolicy()
        parallelTransferCount = 8
        token = try environment.token(home: folders.home)
    }

    /// The configuration with its endpoint and token in the form that requests need.
    func validated() throws -> HubConfiguration {
        var copy = self
        while copy.endpoint.hasSuffix("/") { copy.endpoint.removeLast() }
        guard WebAddress.origin(of: copy.endpoint) != nil, !copy.endpoint.contains("?"),
            copy.endpoint.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { throw HubError.invalidEndpoint(endpoint) }
        copy.token = token.map(\.trimmedASCII).flatMap { $0.isEmpty ? nil : $0 }
        // A line end inside would let a token write headers.
        guard copy.token?.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) ?? true else {
            throw HubError.invalidToken()
        }
        return copy
    }
}

/// However it is printed or dumped, the token stays out.
extension HubConfiguration: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The endpoint, whether there is a token, and the cache.
    public var description: String {
        "\(endpoint), \(token == nil ? "no token" : "a token"), cache \(cacheDirectory.path)"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Nothing but ``description``.
    public var customMirror: Mirror {
        Mirror(self, children: ["description": description])
    }
}

/// The folders that the environment names.
///
/// A variable set to nothing is used as it is, as in Python.
private struct CacheFolders {
    let home: String
    let hub: URL
    let ranges: URL

    init(environment: [String: String]) {
        let expand = { (path: String) in environment.expand(path) }
        let caches = environment["XDG_CACHE_HOME"].map(expand) ?? expand("~/.cache")
        home = environment["HF_HOME"].map(expand) ?? caches.appendingPath("huggingface")
        let hub =
            environment["HF_HUB_CACHE"] ?? environment["HUGGINGFACE_HUB_CACHE"]
            ?? home.appendingPath("hub")
        self.hub = URL(fileURLWithPath: expand(hub), isDirectory: true)
        ranges = URL(
            fileURLWithPath: home.appendingPath("persona-vectors/ranges"), isDirectory: true)
    }
}

extension String {
    /// The path with one more part, as Python's `os.path.join` makes it.
    fileprivate func appendingPath(_ part: String) -> String {
        isEmpty || hasSuffix("/") ? self + part : "\(self)/\(part)"
    }
}

extension [String: String] {
    fileprivate func isTrue(_ name: String) -> Bool {
        ["1", "ON", "YES", "TRUE"].contains(self[name]?.uppercased() ?? "")
    }

    /// A number of seconds; 0 means the default.
    fileprivate func seconds(_ name: String) throws -> Int? {
        guard let text = self[name], !text.isEmpty else { return nil }
        guard let seconds = Int(text.trimmedASCII), seconds >= 0 else {
            throw HubError.invalidSetting(name, text, needed: "seconds")
        }
        return seconds == 0 ? nil : seconds
    }

    fileprivate func bytes(_ name: String) throws -> Int? {
        guard let text = self[name], !text.isEmpty else { return nil }
        guard let bytes = Int(text.trimmedASCII), bytes >= 0 else {
            throw HubError.invalidSetting(name, text, needed: "bytes")
        }
        return bytes
    }

    fileprivate func token(home: String) throws -> String? {
        guard !isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN") else { return nil }
        for name in ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"] {
            if let token = self[name]?.trimmedASCII, !token.isEmpty { return token }
        }
        let path = self["HF_TOKEN_PATH"].map(expand) ?? home.appendingPath("token")
        let bytes = try FileSystem.contents(of: path)
        let token = bytes.map { String(decoding: $0, as: UTF8.self).trimmedASCII }
        return token.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `~` at the start and `$NAME` or `${NAME}` anywhere, as Python's `expandvars` and
    /// `expanduser`; an unknown name stays as written.
    fileprivate func expand(_ path: String) -> String {
        var text = path.replacing(/\$(?:\{([^}]*)\}|(\w+))/) { match in
            let name = String(match.output.1 ?? match.output.2 ?? "")
            return self[name] ?? String(match.output.0)
        }
        if text == "~" || text.hasPrefix("~/") {
            let home = self["HOME"] ?? NSHomeDirectory()
            text = home + text.dropFirst()
        }
        return text
    }
}
