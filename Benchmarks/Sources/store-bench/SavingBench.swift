import BenchmarkSupport
import Foundation
import PersonaVectors
import Safetensors

/// Saving one by one and in a batch: 7 × 384, 50 sample ids, nothing flushed on either side.
struct SavingBench {
    let scratch: URL
    let scale: Int

    func run() throws {
        var report = Report("Saving: 7 × 384 float32, 50 sample ids, no fsync")
        try compareSingleSaves(&report)
        try compareBatches(&report)
        report.print()
        try printGrowth()
    }

    private func compareSingleSaves(_ report: inout Report) throws {
        let count = 1000 / scale
        let vector = try SampleStore.vector(layerCount: 7, hiddenSize: 384, seed: 1)
        let items = SampleStore.items(0..<count, vector)
        var run = 0
        let ours = try Timing.of(runs: 5) {
            let sample = try SampleStore(scratch.appending(path: "single-\(run)"))
            run += 1
            for item in items { try sample.store.saveBatch([item], variant: .templated) }
        }
        let theirs = try Peer.times(
            script: "store_peer.py",
            arguments: ["save", scratch.path + "/peer", "\(count)"])["save"]
        report.add(
            "\(count) single saves", ours, bytes: count * 7 * 384 * 4,
            peer: ("the original's way", theirs ?? .unknown), promise: 10)
    }

    private func compareBatches(_ report: inout Report) throws {
        for (count, layers, hidden) in [(1000, 7, 384), (200, 42, 3584)] {
            let vector = try SampleStore.vector(layerCount: layers, hiddenSize: hidden, seed: 2)
            let items = SampleStore.items(0..<count / scale, vector)
            let content = try vector.storedBytes() + [UInt8](repeating: 0x20, count: 1500)
            let (ours, raw) = try takingTurns(
                { try SampleStore($0).store.saveBatch(items, variant: .templated) },
                { try writePlainly(content, count: items.count, to: $0) })
            report.add(
                "batch of \(items.count), \(layers) × \(hidden)", ours,
                bytes: items.count * layers * hidden * 4,
                peer: ("the same bytes, plain files", raw),
                promise: 0.5)
        }
    }

    /// Times two ways to fill a new folder, turn by turn, so that both meet the disk and the page
    /// cache in the same state.
    private func takingTurns(
        _ ours: (URL) throws -> Void, _ plain: (URL) throws -> Void
    ) throws -> (Timing, Timing) {
        var timings = (Timing.unknown, Timing.unknown)
        let scratch = scratch.appending(path: UUID().uuidString)
        for round in 0...9 {
            let first = try Timing.onceWithoutWaiting {
                try ours(scratch.appending(path: "\(round)"))
            }
            let second = try Timing.onceWithoutWaiting {
                try plain(scratch.appending(path: "plain-\(round)"))
            }
            guard round > 0 else { continue }
            timings.0.add(first)
            timings.1.add(second)
        }
        // Only now: a file system that has just deleted files makes new ones slowly.
        try FileManager.default.removeItem(at: scratch)
        return timings
    }

    private func writePlainly(_ content: [UInt8], count: Int, to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for index in 0..<count {
            let descriptor = open(folder.path + "/\(index)", O_WRONLY | O_CREAT | O_EXCL, 0o644)
            let written = content.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard close(descriptor) == 0, written == content.count else {
                throw CocoaError(.fileWriteUnknown)
            }
        }
    }

    /// The time of a save must not grow with the store.
    private func printGrowth() throws {
        let count = 10_000 / scale
        let window = 100
        let vector = try SampleStore.vector(layerCount: 7, hiddenSize: 384, seed: 3)
        let sample = try SampleStore(scratch.appending(path: "growth"))
        var times: [Double] = []
        for item in SampleStore.items(0..<count, vector) {
            let time = try ContinuousClock().measure {
                try sample.store.saveBatch([item], variant: .templated)
            }
            times.append(Double(time.components.attoseconds) * 1e-18)
        }
        let early = median(times[window..<2 * window])
        let late = median(times[(count - window)...])
        print(
            String(
                format: "Save 100–199: %.0f µs; save %d–%d: %.0f µs; ratio %.2f (at most 2: %@)\n",
                early * 1e6, count - window, count - 1, late * 1e6, late / early,
                late <= 2 * early ? "kept" : "MISSED"))
    }

    private func median(_ times: ArraySlice<Double>) -> Double {
        times.sorted()[times.count / 2]
    }
}
