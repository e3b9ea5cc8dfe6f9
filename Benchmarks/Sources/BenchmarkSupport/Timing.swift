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
    public private(set) var wall: [Double]

    /// Seconds of all processor cores together, a run each: what holds on a busy machine.
    public private(set) var cpu: [Double]

    /// The middle of the wall-clock times.
    public var wallMedian: Double { Self.median(wall) }

    /// The middle of the processor times.
    public var cpuMedian: Double { Self.median(cpu) }

    /// Times that were taken elsewhere.
    public init(wall: [Double], cpu: [Double]) {
        self.wall = wall
        self.cpu = cpu
    }

    /// A peer's answer that did not come: every ratio to it is not a number.
    public static let unknown = Timing(wall: [], cpu: [])

    /// Runs `work` once to warm up and then several times against the clocks.
    public static func of(runs: Int = 7, _ work: () throws -> Void) rethrows -> Timing {
        try work()
        var timing = unknown
        for _ in 0..<runs {
            let start = now()
            try work()
            timing.add(since: start)
        }
        return timing
    }

    /// The same for work that waits.
    public static func of(
        runs: Int = 7, _ work: () async throws -> Void
    ) async rethrows -> Timing {
        try await work()
        var timing = unknown
        for _ in 0..<runs {
            let start = now()
            try await work()
            timing.add(since: start)
        }
        return timing
    }

    /// Runs `work` a single time, cold: for rounds that take turns with a peer's.
    public static func once(_ work: () async throws -> Void) async rethrows -> Timing {
        var timing = unknown
        let start = now()
        try await work()
        timing.add(since: start)
        return timing
    }

    /// The same for work that does not wait.
    public static func onceWithoutWaiting(_ work: () throws -> Void) rethrows -> Timing {
        var timing = unknown
        let start = now()
        try work()
        timing.add(since: start)
        return timing
    }

    /// Appends the runs of another timing of the same work.
    public mutating func add(_ other: Timing) {
        wall += other.wall
        cpu += other.cpu
    }

    /// The times of one of `count` pieces of equal work.
    public func divided(by count: Int) -> Timing {
        Timing(wall: wall.map { $0 / Double(count) }, cpu: cpu.map { $0 / Double(count) })
    }

    private mutating func add(since start: (wall: Double, cpu: Double)) {
        let end = Self.now()
        wall.append(end.wall - start.wall)
        cpu.append(end.cpu - start.cpu)
    }

    private static func now() -> (wall: Double, cpu: Double) {
        (seconds(of: CLOCK_MONOTONIC), seconds(of: CLOCK_PROCESS_CPUTIME_ID))
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
