internal import Synchronization

/// Tells the first time that something read could not be kept.
///
/// A class because all copies of a client share it; only once, because a full disk fails each time.
final class CacheFailures: Sendable {
    private let handler: (@Sendable (HubError) -> Void)?
    private let hasTold = Mutex(false)

    init(_ handler: (@Sendable (HubError) -> Void)?) {
        self.handler = handler
    }

    func tell(_ error: HubError) {
        let isFirst = hasTold.withLock { hasTold in
            defer { hasTold = true }
            return !hasTold
        }
        if isFirst { handler?(error) }
    }
}

extension HubClient {
    /// Keeps in a cache what has been read.
    ///
    /// A cache that cannot be written is no reason to withhold the answer: it costs requests later.
    func keep(_ body: () throws -> Void) {
        do {
            try body()
        } catch let error as HubError {
            cacheFailures.tell(error)
        } catch {
            cacheFailures.tell(.cacheNotWritten(error))
        }
    }
}
