internal import Foundation

/// Reads and writes dataset repositories of a Hugging Face Hub, and reads its model repositories.
///
/// A value over shared parts: copies share their connections, caches and known addresses. Every
/// call may run beside every other. Whole files go into the cache that `huggingface_hub` uses,
/// parts of files into one of our own; both are checked (``ContentDigest``) as far as the bytes at
/// hand allow.
///
/// Calls throw ``HubError``, and `CancellationError` as soon as their task is cancelled.
public struct HubClient: Sendable {
    /// The settings, with the endpoint and the token cleaned.
    public var configuration: HubConfiguration { session.configuration }
    /// The cache of whole files.
    public let cache: HubCache

    let session: HubSession
    let ranges: RangeCache
    let locations: FileLocations
    let cacheFailures: CacheFailures
    let checked = CheckedContent()

    /// A client over the network.
    ///
    /// - Parameters:
    ///   - configuration: where and as whom; `HubConfiguration()` reads the environment.
    ///   - log: collects what is asked of the network, if wanted.
    /// - Throws: ``HubError`` with code ``HubError/Code/invalidInput`` for an endpoint or token
    ///   that cannot be right.
    public init(_ configuration: HubConfiguration, log: HubRequestLog? = nil) throws {
        try self.init(configuration, log: log, transport: CurlTransport(), clock: SystemHubClock())
    }

    /// A client over doubles.
    package init(
        _ configuration: HubConfiguration, log: HubRequestLog? = nil,
        transport: any HTTPTransport, clock: any HubClock
    ) throws {
        session = try HubSession(configuration, transport: transport, clock: clock, log: log)
        cache = HubCache(directory: configuration.cacheDirectory)
        ranges = RangeCache(
            directory: configuration.rangeCacheDirectory.path,
            limit: configuration.rangeCacheLimit)
        locations = FileLocations()
        cacheFailures = CacheFailures(configuration.onCacheFailure)
    }

    /// `E/api/datasets/R` and what follows.
    func api(_ repository: RepositoryID, _ rest: String = "") -> String {
        "\(configuration.endpoint)/api/\(repository.kind.folder)/\(repository)\(rest)"
    }

    /// `E/datasets/R/resolve/REV/P`, or `E/R/resolve/REV/P` for a model.
    func resolveAddress(of file: HubFile) -> String {
        let revision = WebAddress.escape(file.revision, keepingSlashes: false)
        let path = WebAddress.escape(file.path, keepingSlashes: true)
        return "\(configuration.endpoint)/\(file.repository.page)/resolve/\(revision)/\(path)"
    }

    /// A mirror hands on the addresses of the Hub that it mirrors; its own is meant.
    func onOwnEndpoint(_ address: String) -> String {
        let originals = ["https://huggingface.co", "https://hub-ci.huggingface.co"]
        guard !originals.contains(configuration.endpoint),
            let original = originals.first(where: { address.hasPrefix("\($0)/") })
        else { return address }
        return "\(configuration.endpoint)\(address.dropFirst(original.count))"
    }

    /// Reads a JSON answer.
    func decode<T: Decodable>(
        _ type: T.Type, from answer: HubAnswer, _ subject: HubSubject
    ) throws -> T {
        do {
            return try JSONCoding.decode(type, from: answer.body)
        } catch {
            throw HubError.badAnswer(
                "is not the JSON that was expected", subject: subject, status: answer.status)
        }
    }
}

extension HubError {
    /// Whether the Hub could not be asked, so that what is cached may answer instead.
    var isUnreachable: Bool {
        [.network, .serverFailure, .rateLimited, .offline].contains(code)
    }
}
