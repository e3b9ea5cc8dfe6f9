#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Seconds on the wall's clock, and of all processor cores together.
struct Seconds: Decodable {
    var wall: Double
    var cpu: Double
    /// The most memory that the process ever had, in bytes, when it said so.
    var peak: Double?

    static var now: Seconds {
        Seconds(wall: read(CLOCK_MONOTONIC), cpu: read(CLOCK_PROCESS_CPUTIME_ID))
    }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    static func - (left: Seconds, right: Seconds) -> Seconds {
        Seconds(wall: left.wall - right.wall, cpu: left.cpu - right.cpu)
    }

    /// The run that took the least processor time: what the machine disturbed least.
    static func best(_ runs: [Seconds]) -> Seconds {
        runs.min { $0.cpu < $1.cpu } ?? Seconds(wall: .nan, cpu: .nan)
    }

    /// How long `work` took.
    static func of(_ work: () async throws -> Void) async rethrows -> Seconds {
        let start = now
        try await work()
        return now - start
    }
}
