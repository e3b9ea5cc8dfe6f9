/// What a caller inside this module wants asked, before tokens, redirects and retries.
struct HubRequest: Sendable {
    /// What may be repeated when it fails.
    enum Repetition: Sendable {
        /// Anything that failed in passing: asking twice is as good as once.
        case always
        /// Only what the server refused unseen (429): repeating could do the thing twice.
        case onlyIfRefused
    }

    /// Which redirects are followed.
    enum Redirects: Sendable {
        case all
        /// Those that stay on the Hub; one that leaves it is the answer itself.
        case onTheHub
    }

    var method = "GET"
    var url: String
    var headers = HTTPHeaders()
    var body = HTTPBody.none
    var repetition = Repetition.always
    var redirects = Redirects.all
    var idleTimeout: Int?
    var connectTimeout: Int?
    /// Set when the cache has an answer, an older one perhaps: without a network that one is
    /// better now than after all repetitions.
    var isKnownToCache = false
    /// Set for signed addresses, which allow no second kind of permission.
    var isAnonymous = false
    /// `read`, `list`, `commit to`: the verb of the sentence when it fails.
    var action: String
    var subject = HubSubject.none
    /// Hears how much of the body has gone out; less than before when it is sent again.
    var onSent: (@Sendable (Int) -> Void)?
    /// Statuses that are an answer here, not a failure.
    var accepted: Set<Int> = []

    /// Whether it changes something; what is only read is asked for by `GET` and `HEAD`.
    var isWrite: Bool { !["GET", "HEAD"].contains(method) }

    /// Whom the request goes to, for messages.
    var host: String { WebAddress.origin(of: url) ?? "the Hub" }

    init(_ action: String, _ subject: HubSubject = .none, url: String) {
        self.action = action
        self.subject = subject
        self.url = url
    }
}

/// The answer to a ``HubRequest``, with the address that gave it.
struct HubAnswer: Sendable {
    let head: HTTPResponseHead
    let url: String
    let body: [UInt8]

    var status: Int { head.status }
}
