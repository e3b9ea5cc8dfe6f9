import HuggingFaceHub
import Synchronization

/// What one run of a command asks of a Hub.
///
/// A class because the command counts in it and the program reads it when the command is over.
final class HubUse: Sendable {
    private let requests = HubRequestLog()
    private let isShown = Mutex(false)

    /// The log for a client of the command.
    ///
    /// - Parameter isShown: whether somebody wants to read the summary.
    /// - Returns: the one log of the run.
    func log(isShown: Bool) -> HubRequestLog {
        self.isShown.withLock { $0 = isShown }
        return requests
    }

    /// Bytes of body so far, those under way included.
    var byteCounts: (sent: Int, received: Int) { (requests.sentBytes, requests.receivedBytes) }

    /// A line with what it cost; nil when nobody wants it.
    var summary: String? {
        guard isShown.withLock({ $0 }) else { return nil }
        let count = requests.requestCount
        return "Asked the Hub \(count) \(count == 1 ? "time" : "times"): sent"
            + " \(ByteCount.text(requests.sentBytes)), received"
            + " \(ByteCount.text(requests.receivedBytes)).\n"
    }
}
