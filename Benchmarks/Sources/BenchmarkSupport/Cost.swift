import Foundation

/// What a piece of work took.
public struct Cost: Codable, Sendable {
    /// Seconds on the wall clock.
    public let wall: Double
    /// Seconds of processor time, all threads together; the fairer figure on a busy machine.
    public let cpu: Double

    /// Runs `body` and measures it.
    public static func measure(_ body: () throws -> Void) rethrows -> Cost {
        let (wall, cpu) = (ContinuousClock.now, processorSeconds())
        try body()
        let elapsed = (ContinuousClock.now - wall) / .seconds(1)
        return Cost(wall: elapsed, cpu: processorSeconds() - cpu)
    }

    private static func processorSeconds() -> Double {
        var usage = rusage()
        #if os(Linux)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
        getrusage(RUSAGE_SELF, &usage)
        #endif
        func seconds(_ time: timeval) -> Double {
            Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
        }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}

extension [Cost] {
    /// The middle of the runs by processor time.
    public var median: Cost {
        let sorted = sorted { $0.cpu < $1.cpu }
        return sorted[sorted.count / 2]
    }
}
