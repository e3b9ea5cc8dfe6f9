internal import Foundation

/// How often a request is repeated, and how long between.
///
/// What the Hub advertises wins: the seconds of `RateLimit: …;r=0;t=…`, else `Retry-After` in
/// seconds or as a date. Without either the wait doubles from `firstWait` up to `longestBackoff`.
/// Up to one second of chance is added, so that many programs do not come back at one moment.
public struct RetryPolicy: Hashable, Sendable {
    /// How many times a request is repeated.
    public var retryCount = 5
    /// The wait before the first repetition when the Hub advertises none.
    public var firstWait: Duration = .seconds(1)
    /// What the doubled waits are cut to.
    public var longestBackoff: Duration = .seconds(8)
    /// An advertised wait above this is not waited: the call fails and names it.
    ///
    /// The Hub's windows are five minutes long.
    public var longestWait: Duration = .seconds(330)

    /// The policy described above.
    public init() {}

    /// Statuses that say "not now" rather than "no".
    static let transientStatuses: Set<Int> = [408, 429, 500, 502, 503, 504]

    /// The wait before repetition `attempt` (0 for the first), without the part left to chance.
    func wait(before attempt: Int, after head: HTTPResponseHead?, now: Date) -> Duration {
        if let head, let advertised = Self.advertisedWait(in: head, now: now) {
            return advertised
        }
        // 2^20 s is far beyond any limit, and keeps the shift in range.
        return min(firstWait * (1 << min(attempt, 20)), longestBackoff)
    }

    private static func advertisedWait(in head: HTTPResponseHead, now: Date) -> Duration? {
        if head.status == 429, let seconds = head.headers["RateLimit"].flatMap(rateLimitReset) {
            return .seconds(seconds)
        }
        guard let text = head.headers["Retry-After"] else { return nil }
        if let seconds = Int(text) { return .seconds(max(seconds, 0)) }
        guard let date = httpDate(text) else { return nil }
        return .seconds(max(0, Int(date.timeIntervalSince(now).rounded(.up))))
    }

    /// The seconds of `"api";r=0;t=17`; `nil` unless the budget is used up.
    private static func rateLimitReset(_ text: String) -> Int? {
        var values: [String: Int] = [:]
        for part in text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1).map { String($0).trimmedASCII }
            if pair.count == 2, let value = Int(pair[1]) { values[pair[0]] = value }
        }
        return values["r"] == 0 ? values["t"] : nil
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the form that RFC 9110 asks servers to send.
    private static func httpDate(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return formatter.date(from: text)
    }
}
