import BenchmarkSupport
import Foundation

/// `report-bench`: the command that draws the four pages of a store of 180 personas, beside a script
/// that draws the same with Plotly's Python library; both as whole programs, from start to end.
@main
enum ReportBench {
    private static let fixture = Peer.packageRoot + "Tests/Fixtures/real/"
    private static let model = "sentence-transformers/all-MiniLM-L6-v2"

    static func main() throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(
            atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let ours = try Program(
            Peer.packageRoot + ".build/release/persona-vectors",
            [
                "analyze", "--model", model, "--variant", "templated", "--out", scratch + "/ours",
                "--activations-dir", fixture + "artifacts/activations", "--quiet",
            ]
        ).time(runs: 5)
        let variant = "sentence-transformers__all-MiniLM-L6-v2/answer_mean/templated"
        let theirs = try Program(
            Peer.packageRoot + ".deps/bench/bin/python",
            [
                Peer.packageRoot + "Benchmarks/Peers/report_peer.py",
                fixture + "artifacts/activations/" + variant, scratch + "/theirs",
            ]
        ).time(runs: 5)
        var report = Report("Four pages of 180 personas × 7 layers × 384, whole programs")
        report.add(
            "persona-vectors analyze", ours, bytes: 180 * 7 * 384 * 4,
            peer: ("scikit-learn and plotly", theirs), promise: 10)
        report.print()
    }
}
