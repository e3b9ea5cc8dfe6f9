/// The sentences for what the Hub answers.
extension HubError {
    /// Maps an answer that is not a success.
    ///
    /// The order is that of `huggingface_hub`: `X-Error-Code` first, then the messages that say
    /// what a bare status leaves open, then the status.
    static func answer(
        _ answer: HubAnswer, to request: HubRequest, isOnTheHub: Bool, hasToken: Bool
    ) -> HubError {
        let (head, subject) = (answer.head, request.subject)
        let said = (head.headers["X-Error-Message"] ?? ErrorBody.message(in: answer.body))
            .map(withoutFullStop)
        let make = { (code: Code, sentence: String) in
            HubError(
                code, sentence, subject: subject, status: head.status,
                requestID: head.headers["X-Request-Id"])
        }
        // Of a write it says nothing on whether the repository is there: everybody has to sign in.
        if isOnTheHub, head.status == 401, !hasToken, request.isWrite {
            return make(.invalidToken, invalidTokenSentence(request.action, subject, hasToken))
        }
        switch (head.headers["X-Error-Code"], head.status) {
        case ("RepoNotFound", 401), ("RepoNotFound", 403), ("RepoNotFound", 404):
            return make(.repositoryNotFound, missingRepository(subject, hasToken: hasToken))
        case ("RevisionNotFound", _):
            return make(.revisionNotFound, missingRevision(subject))
        case ("EntryNotFound", _):
            return make(.entryNotFound, missingEntry(subject))
        case ("GatedRepo", _):
            return make(.gated, gatedSentence(subject, hasToken: hasToken))
        default: break
        }
        if said == "Access to this resource is disabled" {
            return make(.disabled, disabledSentence(request.action, subject))
        }
        if !isOnTheHub, head.status == 403 {
            return make(.refused, storageSentence(request.action, subject, host: answer.url))
        }
        switch head.status {
        case 401: return unauthorized(said: said, request, hasToken: hasToken, make)
        case 403: return forbidden(said: said, request, hasToken: hasToken, make)
        default: return byStatus(head, said: said, request.action, subject, make)
        }
    }

    private static func unauthorized(
        said: String?, _ request: HubRequest, hasToken: Bool, _ make: (Code, String) -> HubError
    ) -> HubError {
        let subject = request.subject
        // The Hub says 401 of a repository that it does not admit to.
        let isOfRepository = subject.repository.map { request.url.contains("/\($0)") } ?? false
        if said?.hasPrefix("Invalid credentials") != true, isOfRepository {
            return make(.repositoryNotFound, missingRepository(subject, hasToken: hasToken))
        }
        return make(.invalidToken, invalidTokenSentence(request.action, subject, hasToken))
    }

    private static func forbidden(
        said: String?, _ request: HubRequest, hasToken: Bool, _ make: (Code, String) -> HubError
    ) -> HubError {
        let access = ["read", "list"].contains(request.action) ? "read" : "write"
        let advice =
            hasToken
            ? "Use a token with \(access) access to the repository."
            : "Set HF_TOKEN or pass a token with \(access) access to the repository."
        return make(
            .forbidden,
            "Could not \(request.action) \(request.subject.phrase): the Hub says this account may "
                + "not\(quoted(said)). \(advice)")
    }

    private static func quoted(_ said: String?) -> String {
        said.map { ": \"\($0)\"" } ?? ""
    }

    /// The sentence around what the Hub says has a full stop of its own.
    private static func withoutFullStop(_ said: String) -> String {
        let said = said.trimmedASCII
        return said.hasSuffix(".") && !said.hasSuffix("..") ? String(said.dropLast()) : said
    }

    private static func byStatus(
        _ head: HTTPResponseHead, said: String?, _ action: String, _ subject: HubSubject,
        _ make: (Code, String) -> HubError
    ) -> HubError {
        let quoted = quoted(said)
        switch head.status {
        case 409:
            return make(
                .alreadyExists,
                "Could not \(action) \(subject.phrase): it exists already or is being changed"
                    + "\(quoted).")
        case 412:
            return make(
                .staleParent,
                "Could not \(action) \(subject.phrase): a commit has happened since the one that "
                    + "this was made from. Read the repository again, merge, and try again.")
        case 429:
            return make(
                .rateLimited,
                "Could not \(action) \(subject.phrase): the Hub limits the rate of requests"
                    + "\(quoted). Wait some minutes; with a token the limits are higher.")
        // A Hub that gave up waiting for the request failed as much as one that broke.
        case 408, 500...:
            return make(
                .serverFailure,
                "Could not \(action) \(subject.phrase): the Hub failed with status "
                    + "\(head.status)\(quoted). Try again later.")
        default:
            return make(
                .refused,
                "Could not \(action) \(subject.phrase): the Hub answered with status "
                    + "\(head.status)\(quoted).")
        }
    }

    private static func missingRepository(_ subject: HubSubject, hasToken: Bool) -> String {
        let name = subject.repository.map { "\($0)" } ?? "that name"
        let kind = subject.repository?.kind ?? .dataset
        let advice =
            hasToken
            ? "the token in use does not see it. Check the name, and that the token's account is "
                + "a member."
            : "it is private. Check the name, and set HF_TOKEN or pass a token if it is private."
        return "No \(kind) repository \(name) on the Hub, or \(advice)"
    }

    private static func missingRevision(_ subject: HubSubject) -> String {
        "No revision '\(subject.revision ?? "")' in \(HubSubject(subject.repository).phrase). "
            + "Pass a branch, a tag, 'refs/pr/N' or a commit."
    }

    private static func missingEntry(_ subject: HubSubject) -> String {
        guard subject.path != nil else {
            return "The Hub says that a file to be changed is not in \(subject.phrase)."
        }
        return "No \(subject.phrase). List the repository to see what it has."
    }

    private static func gatedSentence(_ subject: HubSubject, hasToken: Bool) -> String {
        let name = HubSubject(subject.repository).phrase
        return hasToken
            ? "The files of \(name) are gated, and the token's account has no access. Ask for it "
                + "on the repository's page."
            : "The files of \(name) are gated. Agree to the terms on the repository's page and "
                + "set HF_TOKEN or pass a token."
    }

    private static func invalidTokenSentence(
        _ action: String, _ subject: HubSubject, _ hasToken: Bool
    ) -> String {
        hasToken
            ? "The Hub does not know the token used for \(subject.phrase). Make a new one in the "
                + "Hub's settings and set HF_TOKEN or pass it."
            : "Could not \(action) \(subject.phrase) without a token. Make one in the Hub's settings "
                + "and set HF_TOKEN or pass it."
    }

    private static func disabledSentence(_ action: String, _ subject: HubSubject) -> String {
        "Could not \(action) \(subject.phrase): the Hub has disabled access to it. The repository's "
            + "page may say why; its owner can ask the Hub."
    }

    private static func storageSentence(
        _ action: String, _ subject: HubSubject, host url: String
    ) -> String {
        "Could not \(action) \(subject.phrase): \(WebAddress.origin(of: url) ?? "the storage") refused "
            + "the address that the Hub gave. Try again; a proxy on the way may be to blame."
    }

    /// The advertised wait is longer than the policy allows.
    static func waitTooLong(
        _ wait: Duration, limit: Duration, to action: String, subject: HubSubject, status: Int
    ) -> HubError {
        HubError(
            .rateLimited,
            "Could not \(action) \(subject.phrase): the Hub asks to wait \(wait.components.seconds)"
                + " s, and the limit is \(limit.components.seconds) s. Try again after that.",
            subject: subject, status: status)
    }

    static func network(
        _ failure: TransportFailure, to action: String, subject: HubSubject, host: String
    ) -> HubError {
        HubError(
            .network,
            "Could not \(action) \(subject.phrase): no answer from \(host) "
                + "(\(failure.message)). Check the connection, or set HF_HUB_OFFLINE=1 to use the "
                + "cache only.",
            subject: subject, underlying: failure)
    }

    static func offline(_ subject: HubSubject) -> HubError {
        HubError(
            .offline,
            "Cannot read \(subject.phrase): offline mode is on (HF_HUB_OFFLINE), and the cache "
                + "does not have it. Read it once while online.",
            subject: subject)
    }

    package static func offlineForWriting(_ subject: HubSubject) -> HubError {
        HubError(
            .offline,
            "Cannot write to \(subject.phrase): offline mode is on (HF_HUB_OFFLINE), and writing "
                + "needs the Hub. Unset it and try again.",
            subject: subject)
    }

    static func badAnswer(_ what: String, subject: HubSubject, status: Int? = nil) -> HubError {
        HubError(
            .badAnswer,
            "The Hub's answer about \(subject.phrase) \(what). Check that the endpoint is a Hub.",
            subject: subject, status: status)
    }

    static func corrupted(
        _ subject: HubSubject, found: String, expected: String
    ) -> HubError {
        HubError(
            .corrupted,
            "The bytes received for \(subject.phrase) are wrong: \(found), but the Hub announced "
                + "\(expected). Nothing was stored. Try again later.",
            subject: subject)
    }

    static func insecureAddress(
        _ url: String, to action: String, subject: HubSubject
    ) -> HubError {
        HubError(
            .badAnswer,
            "Could not \(action) \(subject.phrase): the Hub leads to "
                + "\(WebAddress.origin(of: url) ?? "no address of the web"), which is not encrypted as "
                + "the endpoint is. Check that the endpoint is a Hub.",
            subject: subject)
    }

    static func tooManyRedirects(_ subject: HubSubject) -> HubError {
        badAnswer("redirects in circles", subject: subject)
    }
}
