import Foundation
import PersonaExtraction

/// `extract-bench PYTHON MODEL SCRIPT` prints figures of the native engine beside torch's, and
/// `extract-bench MODEL` only what several threads gain.
///
/// Both are measured in turn in one run. Ratios are of processor time, which holds on a busy machine;
/// above 1 we win.
@main
struct ExtractBench {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().map { $0 }
        let cores = ProcessInfo.processInfo.activeProcessorCount
        if arguments.count == 1 { return try await threads(model: arguments[0], cores: cores) }
        guard arguments.count == 3 else {
            throw Peer.Failure(description: "usage: extract-bench [PYTHON] MODEL [SCRIPT]")
        }
        let (python, model, script) = (arguments[0], arguments[1], arguments[2])
        let mapped =
            try FileManager.default
            .attributesOfItem(atPath: model + "/model.safetensors")[.size] as? Int ?? 0
        say("| work | ours | torch | ratio |\n| --- | --- | --- | --- |")
        for dtype in ["bfloat16", "float32"] {
            let peer = try Peer(
                python: python, script: script, arguments: [model, dtype, "1"])
            defer { peer.stop() }
            var backend: NativeBackend?
            let load = try await Seconds.of {
                backend = try NativeBackend(
                    folder: URL(filePath: model),
                    options: .init(compute: dtype == "float32" ? .float32 : .automatic, threads: 1))
            }
            guard let backend else { return }
            let bench = Comparison(backend: backend, peer: peer, name: dtype)
            bench.row("load the model", load, peer.load)
            try await bench.prefill(tokens: 512)
            if dtype == "bfloat16" {
                try await bench.persona(prefixes: [600, 300], pairs: 50, suffix: 110)
                try await bench.generate(prompt: 64, new: 24)
            }
            let after = try peer.time(#"{"prefill": 101}"#)
            say(
                String(
                    format: "| %@, peak memory | %.0f MB | %.0f MB | %.0f MB of ours is the "
                        + "mapped file |", dtype, Memory.peak / 1e6, (after.peak ?? .nan) / 1e6,
                    min(Double(mapped), Memory.mapped) / 1e6))
        }
        try await threads(model: model, cores: cores)
    }

    /// How much several threads gain over one, which takes an idle machine to see; the ratio of
    /// processor time says how much of it is lost to the threads themselves.
    static func threads(model: String, cores: Int) async throws {
        let backends = try [1, cores].map {
            try NativeBackend(folder: URL(filePath: model), options: .init(threads: $0))
        }
        // In turn, so that both meet the same moments.
        var runs: [[Seconds]] = [[], []]
        for _ in 0..<8 {
            for (index, backend) in backends.enumerated() {
                runs[index].append(
                    try await Seconds.of {
                        _ = try await backend.activations(for: [Comparison.text(512)])
                    })
            }
        }
        let wall = runs.map { $0.map(\.wall).min() ?? .nan }
        let cpu = runs.map { $0.map(\.cpu).min() ?? .nan }
        say(
            String(
                format:
                    "| 512 tokens, %d threads | %.3f s wall, %.3f s cpu | 1 thread: %.3f s wall, "
                    + "%.3f s cpu | %.2f on the wall's clock, %.2f in processor time |",
                cores, wall[1], cpu[1], wall[0], cpu[0], wall[0] / wall[1], cpu[0] / cpu[1]))
    }
}
