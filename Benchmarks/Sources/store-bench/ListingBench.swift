import BenchmarkSupport
import Foundation
import PersonaVectors
import Safetensors

/// Reading one vector and the lists: with nothing remembered, and again.
struct ListingBench {
    let scratch: URL
    let scale: Int

    func run() throws {
        try compareLoading()
        try compareLists()
    }

    private func compareLoading() throws {
        let count = 2000 / scale
        let vector = try SampleStore.vector(layerCount: 7, hiddenSize: 384, seed: 4)
        let sample = try SampleStore(scratch.appending(path: "load"))
        try sample.store.saveBatch(SampleStore.items(0..<count, vector), variant: .templated)
        let peer = try peerTimes(sample)
        let bytes = 7 * 384 * 4
        var report = Report("Loading one vector of \(count)")
        let fresh = try Timing.of(runs: 9) {
            _ = try SampleStore(sample.root).store
                .load(.templated, personaID: "persona-00007").floats()
        }
        report.add(
            "load, nothing remembered", fresh, bytes: bytes,
            peer: ("the original's way", peer("load")), promise: 10)
        let again = try Timing.of(runs: 9) {
            _ = try sample.store.load(.templated, personaID: "persona-00007").floats()
        }
        report.add(
            "load, again", again, bytes: bytes, peer: ("the original's way", peer("load")))
        report.print()
    }

    private func compareLists() throws {
        let count = 20_000 / scale
        let vector = try SampleStore.vector(layerCount: 1, hiddenSize: 1, seed: 5)
        let sample = try SampleStore(scratch.appending(path: "lists"))
        try sample.store.saveBatch(SampleStore.items(0..<count, vector), variant: .templated)
        let peer = try peerTimes(sample)
        let size =
            try FileManager.default.attributesOfItem(
                atPath: sample.folder(.templated) + "/manifest.json")[.size] as? Int ?? 0
        var report = Report("Lists of \(count) entries with 50 sample ids")
        try add("list", &report, sample, size, peer("list")) { store in
            _ = try store.listPersonas(variants: [.templated])
        }
        let ids = try sample.store.listPersonas(variants: [.templated])
        try add("names", &report, sample, size, peer("names")) { store in
            _ = try store.personaNames(for: ids, variants: [.templated])
        }
        try add("layers", &report, sample, size, peer("layers")) { store in
            _ = try store.listLayers(variants: [.templated])
        }
        let allNames = try Timing.of(runs: 9) {
            let names = try SampleStore(sample.root).store.personaNames(
                for: ids, variants: [.templated])
            guard names.map(\.name).count == count else { throw CocoaError(.featureUnsupported) }
        }
        report.add(
            "all names decoded, nothing remembered", allNames, bytes: size,
            peer: ("the original's way", peer("names")))
        report.print()
    }

    private func add(
        _ name: String, _ report: inout Report, _ sample: SampleStore, _ size: Int,
        _ peer: Timing, _ work: (PersonaVectorStore) throws -> Void
    ) throws {
        let fresh = try Timing.of(runs: 9) { try work(SampleStore(sample.root).store) }
        report.add(
            "\(name), nothing remembered", fresh, bytes: size,
            peer: ("the original's way", peer), promise: 10)
        let again = try Timing.of(runs: 9) {
            for _ in 0..<100 { try work(sample.store) }
        }
        report.add(
            "\(name), again", again.divided(by: 100), bytes: size,
            peer: ("the original's way", peer), promise: 1000)
    }

    private func peerTimes(_ sample: SampleStore) throws -> (String) -> Timing {
        let times = try Peer.times(
            script: "store_peer.py", arguments: ["read", sample.folder(.templated)])
        return { times[$0] ?? .unknown }
    }
}
