/// A wait before a request is repeated: for a program that wants to say why nothing happens.
public struct HubWait: Sendable, CustomStringConvertible {
    /// What could not be done and why: `Could not read a/b at 'main': the Hub answered 503`.
    public let failure: String
    /// How long it takes until the request is repeated.
    public let duration: Duration
    /// The how-manieth repetition comes after it, from 1.
    public let repetition: Int
    /// How many repetitions there are at most.
    public let limit: Int

    /// The whole in a sentence.
    public var description: String {
        let seconds = max(1, Int((duration / .seconds(1)).rounded()))
        return "\(failure). Trying again in \(seconds) s (\(repetition) of \(limit))."
    }
}

/// What made a wait necessary.
enum Setback {
    case answer(HTTPResponseHead)
    case failure(TransportFailure)
    /// A commit that did not come about, or of which it is not known.
    case commit(HubError)

    /// The answer, whose headers may say how long to wait.
    var head: HTTPResponseHead? {
        if case .answer(let head) = self { head } else { nil }
    }

    /// The end of ``HubWait/failure``.
    func reason(_ host: String) -> String {
        switch self {
        case .answer(let head): "the Hub answered \(head.status)"
        case .failure(let failure): "no answer from \(host) (\(failure.message))"
        case .commit(let error):
            error.status.map { "the Hub answered \($0)" } ?? "no answer from \(host)"
        }
    }
}
