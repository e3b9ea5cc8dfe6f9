internal import Synchronization

/// Something that goes wrong on purpose.
///
/// For the tests only, hence `package`.
package struct HubFault: Sendable {
    package enum Action: Sendable {
        /// Answers with this status, unseen by the routes.
        case status(Int, headers: [(String, String)] = [])
        /// Sends so many bytes of the body and closes the connection.
        case cut(afterBytes: Int)
        /// Flips a bit of the byte at this place of the body.
        case wrongByte(at: Int)
        /// Sends another body, with more headers.
        case body([UInt8], headers: [(String, String)])
        /// Does what was asked, and closes the connection without an answer.
        case loseAnswer
        /// Waits before anything else.
        case delay(Duration)
        /// Does what was asked, and waits before it answers.
        case delayAnswer(Duration)
        /// Sends the whole file whatever part of it was asked for.
        case ignoreRange
        /// Makes every signed address that was given out before expire.
        case expireAddresses
    }

    /// The method, or `nil` for any.
    package var method: String?
    /// A part of the path.
    package var path: String
    /// How many requests meet the fault.
    package var count: Int
    package var action: Action

    package init(
        _ action: Action, method: String? = nil, path: String, count: Int = 1
    ) {
        self.action = action
        self.method = method
        self.path = path
        self.count = count
    }
}

/// The faults that are still to come.
///
/// A class because requests on several connections share it.
package final class HubFaults: Sendable {
    private let pending = Mutex<[HubFault]>([])

    package func add(_ fault: HubFault) {
        pending.withLock { $0.append(fault) }
    }

    /// Whether a fault is still waiting for its request.
    package var isPending: Bool {
        pending.withLock { faults in faults.contains { $0.count > 0 } }
    }

    package func removeAll() {
        pending.withLock { $0.removeAll() }
    }

    /// The first fault that a request meets, which is used up by that.
    func take(method: String, path: String) -> HubFault.Action? {
        pending.withLock { faults in
            let index = faults.firstIndex { fault in
                fault.count > 0 && fault.method.map { $0 == method } ?? true
                    && path.contains(fault.path)
            }
            guard let index else { return nil }
            faults[index].count -= 1
            return faults[index].action
        }
    }
}
