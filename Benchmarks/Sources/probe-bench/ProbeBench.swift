import AlignedMemory
import BenchmarkSupport
import Foundation
import PersonaAnalysis
import PersonaVectors

/// `probe-bench [LAYERS]`: sweeps of five attributes over the real vectors of the tests and over
/// made-up ones of 1,000 personas × LAYERS (42) × 3,584 features, beside scikit-learn.
@main
struct ProbeBench {
    static func main() throws {
        let layerCount = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 42
        var report = Report("Probe sweeps, five attributes, all layers")
        try compare("180 × 7 × 384, real", RealSweep.data(), runs: 3, in: &report)
        try compare(
            "1,000 × \(layerCount) × 3,584",
            SyntheticSweep.data(count: 1_000, layerCount: layerCount, hiddenSize: 3_584), runs: 1,
            in: &report)
        report.print()
    }

    private static func compare(
        _ name: String, _ data: SweepData, runs: Int, in report: inout Report
    ) throws {
        let files = try data.write()
        defer { try? FileManager.default.removeItem(at: files.folder) }
        let ours = try Timing.of(runs: runs) {
            for labels in data.labels { _ = try sweepAttribute(labels, on: data.samples) }
        }
        let peer = try Peer.times(
            script: "probe_peer.py",
            arguments: [
                files.vectors.path, files.targets.path, "\(data.samples.layers.count)",
                "\(data.samples.hiddenSize)", "\(runs)",
            ])
        guard let theirs = peer["sweep"] else {
            throw Peer.Failure("probe_peer.py did not measure its sweep.")
        }
        report.add(
            name, ours, bytes: data.samples.block.values.count * 4,
            peer: ("scikit-learn", theirs), promise: 3)
    }
}
