import BenchmarkSupport
import Foundation
import PersonaVectors
import Safetensors

/// What `persona-vectors push`, built in release mode, takes of memory and disk for 2,000 personas
/// of 42 × 3584: the promise is less than 1 GB of memory, whatever the size of the store.
struct PushMemoryBench {
    private static let layers = 42
    private static let hidden = 3584
    private static let promise = 1e9

    let folder: URL
    let personaCount: Int

    func run() throws {
        let program = Peer.packageRoot + ".build/release/persona-vectors"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            print("Push was not measured: \(program) is not built ('make bench' builds it).\n")
            return
        }
        let scratch = folder.appending(path: "scratch")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let root = folder.appending(path: "store")
        try fill(root)
        let hub = try ServedHub(root: folder.appending(path: "served"))
        defer { hub.stop() }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = [
            "push", "--repo", "bench/large", "--activations-dir", root.path, "--quiet",
        ]
        process.environment = [
            "HF_ENDPOINT": hub.endpoint, "HF_HOME": folder.appending(path: "home").path,
            "TMPDIR": scratch.path,
        ]
        process.standardOutput = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        var (memory, disk) = (0.0, 0)
        // The kernel keeps the peak of memory, so that a look now and then misses little.
        while process.isRunning {
            memory = max(memory, Self.peakMemory(of: process.processIdentifier))
            disk = max(disk, Self.size(of: scratch))
            Thread.sleep(forTimeInterval: 0.02)
        }
        guard process.terminationStatus == 0 else { throw Peer.Failure("The push failed.") }
        let seconds = Double((ContinuousClock.now - start).components.seconds)
        report(memory: memory, disk: disk, seconds: seconds)
    }

    private func report(memory: Double, disk: Int, seconds: Double) {
        let size = Double(personaCount * Self.layers * Self.hidden * 4)
        print(
            String(
                format: """
                    ## Pushing %d personas of %d × %d (%.2f GB) with persona-vectors push

                    Peak memory %.0f MB (less than %.0f: %@), at most %.2f GB of temporary files, \
                    %.0f s.

                    """,
                personaCount, Self.layers, Self.hidden, size / 1e9, memory / 1e6,
                Self.promise / 1e6, memory < Self.promise ? "kept" : "MISSED", Double(disk) / 1e9,
                seconds))
    }

    /// A store of vectors that all differ, saved a few at a time.
    private func fill(_ root: URL) throws {
        let store = try PersonaVectorStore(
            modelName: "bench/large", rootDirectory: root, durability: .processCrash)
        var values = (0..<Self.layers * Self.hidden).map { _ in Float.random(in: -1...1) }
        for start in stride(from: 0, to: personaCount, by: 50) {
            let batch = try (start..<min(start + 50, personaCount)).map { index in
                values[index] += 1
                return PersonaVectorToSave(
                    personaID: "persona-\(100_000 + index)", personaName: "Persona \(index)",
                    vector: try PersonaVector(
                        floats: values, layerCount: Self.layers, hiddenSize: Self.hidden),
                    sampleIDs: (0..<50).map { "question-\($0)-of-the-set" })
            }
            try store.saveBatch(batch, variant: .templated)
        }
    }

    /// The most that was ever resident, in bytes, pages of mapped files included; Linux only.
    private static func peakMemory(of process: pid_t) -> Double {
        guard
            let status = try? String(
                contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let number = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) })
        else { return 0 }
        return number * 1024
    }

    private static func size(of folder: URL) -> Int {
        // A file that has just gone takes no room.
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return names.reduce(0) { size, name in
            let path = folder.appending(path: name).path
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            guard attributes?[.type] as? FileAttributeType == .typeRegular else { return size }
            return size + (attributes?[.size] as? Int ?? 0)
        }
    }
}
