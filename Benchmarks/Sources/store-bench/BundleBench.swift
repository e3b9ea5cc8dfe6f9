import AlignedMemory
import BenchmarkSupport
import Foundation
import PersonaAnalysis
import PersonaVectors
import Safetensors

/// The aligned bundle of 200 personas × 42 × 3584 in two variants, with the files in memory.
struct BundleBench {
    let scratch: URL
    let scale: Int

    func run() async throws {
        let count = 200 / scale
        let sample = try SampleStore(scratch.appending(path: "bundle"))
        let vector = try SampleStore.vector(layerCount: 42, hiddenSize: 3584, seed: 6)
        for variant in PromptVariant.defaults {
            try sample.store.saveBatch(SampleStore.items(0..<count, vector), variant: variant)
        }
        let bytes = 2 * count * 42 * 3584 * 4
        let ours = try await times(of: sample, runs: 7)
        let peer = try Peer.times(
            script: "store_peer.py",
            arguments: [
                "bundle", URL(filePath: sample.folder(.templated)).deletingLastPathComponent().path,
            ])["bundle"]
        var report = Report("Aligned bundle: \(count) × 42 × 3584, two variants, warm")
        report.add(
            "loadAnalysisDataset", ours, bytes: bytes,
            peer: ("the original's way", peer ?? .unknown), promise: 3)
        report.add(
            "loadAnalysisDataset", ours, bytes: bytes, peer: ("a plain copy", plainCopy(bytes)),
            promise: 0.6)
        report.print()
        printPeak(bytes)
    }

    private func times(of sample: SampleStore, runs: Int) async throws -> Timing {
        try await Timing.of(runs: runs) {
            let dataset = try await loadAnalysisDataset(from: sample.store)
            guard dataset.personaIDs.count > 1 else { throw CocoaError(.featureUnsupported) }
        }
    }

    /// One copy of as many bytes, already in memory, into a block like the bundle's.
    private func plainCopy(_ bytes: Int) -> Timing {
        let source = AlignedFloats(count: bytes / 8) { $0.initialize(repeating: 1) }
        return Timing.of(runs: 7) {
            for _ in 0..<2 {
                let copy = AlignedFloats(count: source.count) { target in
                    source.withUnsafeBufferPointer { _ = target.initialize(fromContentsOf: $0) }
                }
                precondition(copy[source.count - 1] == 1)
            }
        }
    }

    private func printPeak(_ bytes: Int) {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let peak =
            status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? "VmHWM: not known"
        print("Peak memory of this program: \(peak.dropFirst(6)); the bundle: \(bytes >> 10) kB\n")
    }
}
