import BenchmarkSupport
import Foundation
import PersonaAnalysis
import TensorMath

/// `analysis-bench [THREADS] [RUNS]`: similarity, projections and clusters of 1,000 personas of
/// 3,584 features, in all of 42 layers and in one, beside the Python libraries on the same vectors.
@main
struct AnalysisBench {
    let data: SyntheticPersonas
    let threads: Int
    let runs: Int
    let peers: [String: Timing]

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let (threads, runs) = (arguments.first ?? 1, arguments.dropFirst().first ?? 5)
        let data = try SyntheticPersonas(count: 1000, layerCount: 42, hiddenSize: 3584)
        defer { data.removeFile() }
        let peers = try Peer.times(
            script: "analysis_peer.py", arguments: [data.file.path, String(runs)],
            python: ".deps/bench", threads: threads)
        let bench = AnalysisBench(data: data, threads: threads, runs: runs, peers: peers)
        try bench.compareLayers()
        try bench.compareOneLayer()
    }

    private func compareLayers() throws {
        let timing = try Timing.of(runs: 1) {
            _ = try data.samples.mapLayers(threads: threads) { _, samples in
                let similarity = try cosineSimilarityMatrix(of: samples, threads: 1)
                let coordinates = try projectPCA(samples, threads: 1)
                return similarity.rowCount + coordinates.rowCount
            }
        }
        var report = Report(
            "1,000 personas × 42 layers × 3,584 features, \(threads) thread(s)")
        report.add(
            "cosine and PCA of every layer", timing, bytes: data.byteCount,
            peer: peer("NumPy and scikit-learn's exact PCA", "cosine and pca"), promise: 1.5)
        report.print()

        let peak = sgemmSpeed()
        // Two products of 1,000 × 3,584 with itself a layer, of which symmetry gives a half.
        let speed = 42 * 2 * 1000 * 1000 * 3584 / 1e9 / timing.cpuMedian
        print(
            String(
                format: "Everything included that is %.0f GFLOP/s, half of it Float64: %.0f %% of "
                    + "the %.0f GFLOP/s that sgemm reaches here.\n", speed, 100 * speed / peak,
                peak))
    }

    private func compareOneLayer() throws {
        let samples = try prepareSamples(data.samples.matrix(layer: 20))
        var once = KMeansOptions()
        once.runCount = 1
        let works: [(name: String, key: String, timing: Timing)] = [
            (
                "k-means, 8 clusters", "kmeans",
                try time {
                    _ = try clusterKMeans(
                        samples, clusterCount: 8, options: once, threads: threads)
                }
            ),
            (
                "Isomap", "isomap",
                try time { _ = try projectIsomap(samples, normalized: false, threads: threads) }
            ),
            (
                "linkage, ward", "linkage",
                try time { _ = try hierarchicalLinkage(of: samples, threads: threads) }
            ),
            (
                "UMAP", "umap",
                try time { _ = try projectUMAP(samples, normalized: false, threads: threads) }
            ),
        ]
        let bytes = samples.values.count * MemoryLayout<Float>.size
        var report = Report("One layer of 1,000 personas, \(threads) thread(s)")
        for work in works {
            report.add(
                work.name, work.timing, bytes: bytes, peer: peer("Python", work.key), promise: 1)
        }
        report.add(
            "the four together", .sum(of: works.map(\.timing)), bytes: bytes,
            peer: ("Python", .sum(of: works.map { peer("", $0.key).1 })), promise: 2)
        report.print()
    }

    private func time(_ work: () throws -> Void) rethrows -> Timing {
        try Timing.of(runs: runs, work)
    }

    private func peer(_ name: String, _ key: String) -> (name: String, Timing) {
        (name, peers[key] ?? .unknown)
    }

    /// What sgemm reaches on one thread of this machine now, in GFLOP/s of processor time.
    private func sgemmSpeed() -> Double {
        let matrix = Matrix<Float>(rowCount: 2000, columnCount: 3584, repeating: 0.5)
        let timing = Timing.of(runs: 5) {
            _ = matrix.multiplied(byTransposeOf: matrix, threads: 1)
        }
        return 2 * 2000 * 2000 * 3584 / 1e9 / timing.cpuMedian
    }
}

extension Timing {
    /// The medians of several works, one after the other.
    fileprivate static func sum(of parts: [Timing]) -> Timing {
        Timing(
            wall: [parts.reduce(0) { $0 + $1.wallMedian }],
            cpu: [parts.reduce(0) { $0 + $1.cpuMedian }])
    }
}
