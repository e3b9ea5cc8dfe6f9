import Foundation

/// The table that a benchmark prints.
public struct Report {
    private let title: String
    private var lines: [String] = []

    /// A report under a title.
    public init(_ title: String) {
        self.title = title
    }

    /// Adds a row without a peer.
    public mutating func add(_ name: String, _ timing: Timing, bytes: Int) {
        lines.append(line(name, timing, bytes: bytes) + " | |")
    }

    /// Adds a row of ours beside a peer's, with the ratio of the medians and what was promised.
    public mutating func add(
        _ name: String, _ ours: Timing, bytes: Int, peer: (name: String, Timing),
        promise: Double? = nil
    ) {
        let ratio = peer.1.wallMedian / ours.wallMedian
        let verdict = promise.map { promise in
            String(format: "; at least %g: ", promise) + (ratio >= promise ? "kept" : "MISSED")
        }
        lines.append(
            line(name, ours, bytes: bytes)
                + String(
                    format: " %.2f × %@ (cpu %.2f ×)", ratio, peer.name,
                    peer.1.cpuMedian / ours.cpuMedian)
                + (verdict ?? "") + " |")
    }

    /// Writes the table to standard output.
    public func print() {
        let head = """
            | work | wall s | cpu s | MB/s of wall | ratio |
            | --- | --- | --- | --- | --- |
            """
        Swift.print("## \(title)\n\n\(head)\n\(lines.joined(separator: "\n"))\n")
    }

    private func line(_ name: String, _ timing: Timing, bytes: Int) -> String {
        String(
            format: "| %@ | %.4f | %.4f | %.0f |", name, timing.wallMedian, timing.cpuMedian,
            Double(bytes) / 1e6 / timing.wallMedian)
    }
}
