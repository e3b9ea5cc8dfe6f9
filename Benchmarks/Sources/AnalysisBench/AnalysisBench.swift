import BenchmarkSupport
import Foundation
import PersonaAnalysis
import TensorMath

/// `AnalysisBench [THREADS] [ROUNDS]`: similarity, projections and clusters of 1,000 personas of
/// 3,584 features, one layer and 42, beside the Python libraries on the same vectors.
@main
struct AnalysisBench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let threads = arguments.first ?? 1
        let rounds = arguments.dropFirst().first ?? 3

        let data = try SyntheticPersonas(count: 1000, layerCount: 42, hiddenSize: 3584)
        defer { data.removeFile() }
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Peers/analysis.py")
        let peer = try Peer(script: script, arguments: [data.file.path], threads: threads)

        let peak = sgemmPeak()
        print("1,000 personas × 42 layers × 3,584 features, \(threads) thread(s)\n")
        print(Comparison.header)
        let layers = try compareLayers(data, peer, threads: threads, rounds: min(rounds, 2))
        try compareOneLayer(data, peer, threads: threads, rounds: rounds)

        // Two Gram matrices of 1,000 × 3,584 a layer, half of which symmetry gives.
        let work = 42 * 2 * 1000.0 * 1000 * 3584 / 1e9
        let speed = work / layers.ours.cpu
        print(
            String(
                format: "\nThe Gram matrices alone, half of them Float64, run at %.0f GFLOP/s: "
                    + "%.0f %% of sgemm (%.0f).", speed, 100 * speed / peak, peak))
    }

    /// What sgemm reaches on one thread of this machine, now, in GFLOP/s.
    private static func sgemmPeak() -> Double {
        let matrix = Matrix<Float>(rowCount: 2000, columnCount: 3584, repeating: 0.5)
        let costs = (0..<3).map { _ in
            Cost.measure { _ = matrix.multiplied(byTransposeOf: matrix, threads: 1) }
        }
        return 2 * 2000 * 2000 * 3584 / 1e9 / costs.median.cpu
    }

    private static func compareLayers(
        _ data: SyntheticPersonas, _ peer: Peer, threads: Int, rounds: Int
    ) throws -> Comparison {
        try Comparison(
            "cosine and PCA, 42 layers", beside: "NumPy, scikit-learn (full)", peer,
            rounds: rounds
        ) {
            _ = try data.samples.mapLayers(threads: threads) { _, samples in
                let similarity = try cosineSimilarityMatrix(of: samples, threads: 1)
                let coordinates = try projectPCA(samples, threads: 1)
                return similarity.rowCount + coordinates.rowCount
            }
        }
    }

    private static func compareOneLayer(
        _ data: SyntheticPersonas, _ peer: Peer, threads: Int, rounds: Int
    ) throws {
        let samples = try prepareSamples(data.samples.matrix(layer: 20))
        var once = KMeansOptions()
        once.runCount = 1
        let parts = [
            try Comparison(
                "k-means, 8 clusters", beside: "scikit-learn", peer, rounds: rounds
            ) {
                _ = try clusterKMeans(samples, clusterCount: 8, options: once, threads: threads)
            },
            try Comparison("Isomap", beside: "scikit-learn", peer, rounds: rounds) {
                _ = try projectIsomap(samples, normalized: false, threads: threads)
            },
            try Comparison("linkage, ward", beside: "SciPy", peer, rounds: rounds) {
                _ = try hierarchicalLinkage(of: samples, threads: threads)
            },
            try Comparison("UMAP", beside: "umap-learn, compiled", peer, rounds: rounds) {
                _ = try projectUMAP(samples, normalized: false, threads: threads)
            },
        ]
        print(Comparison.sum("the four together", of: parts).row)
    }
}
