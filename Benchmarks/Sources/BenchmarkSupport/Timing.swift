#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How long several runs of the same work took.
public struct Timing: Sendable, Decodable {
    /// Seconds on the wall's clock, a run each.
    public let wall: [Double]

    /// Seconds of all processor cores together, a run each: what holds on a busy machine.
    public let cpu: [Double]

    /// The middle of the wall-clock times.
    public var wallMedian: Double { Self.median(wall) }

    /// The middle of the processor times.
    public var cpuMedian: Double { Self.median(cpu) }

    /// Runs `work` once to warm up and then several times against the clocks.
    public static func of(runs: Int = 7, _ work: () throws -> Void) rethrows -> Timing {
        try work()
        var wall: [Double] = []
        var cpu: [Double] = []
        for _ in 0..<runs {
            let start = (seconds(of: CLOCK_MONOTONIC), seconds(of: CLOCK_PROCESS_CPUTIME_ID))
            try work()
            wall.append(seconds(of: CLOCK_MONOTONIC) - start.0)
            cpu.append(seconds(of: CLOCK_PROCESS_CPUTIME_ID) - start.1)
        }
        return Timing(wall: wall, cpu: cpu)
    }

    private static func seconds(of clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// The lower middle one of an even number.
    private static func median(_ seconds: [Double]) -> Double {
        let sorted = seconds.sorted()
        return sorted.isEmpty ? .nan : sorted[(sorted.count - 1) / 2]
    }
}
