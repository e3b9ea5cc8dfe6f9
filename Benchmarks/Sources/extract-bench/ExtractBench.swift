import Foundation
import PersonaExtraction

/// `extract-bench PYTHON MODEL SCRIPT` prints figures of the native engine beside torch's.
///
/// Both are measured in turn in one run. Ratios are of processor time, which holds on a busy machine;
/// above 1 we win.
@main
struct ExtractBench {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().map { $0 }
        guard arguments.count == 3 else {
            throw Peer.Failure(description: "usage: extract-bench PYTHON MODEL SCRIPT")
        }
        let (python, model, script) = (arguments[0], arguments[1], arguments[2])
        let cores = ProcessInfo.processInfo.activeProcessorCount
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

    /// How much several threads gain over one.
    static func threads(model: String, cores: Int) async throws {
        var wall: [Double] = []
        for threads in [1, cores] {
            let backend = try NativeBackend(
                folder: URL(filePath: model), options: .init(threads: threads))
            var runs: [Seconds] = []
            for _ in 0..<5 {
                runs.append(
                    try await Seconds.of {
                        _ = try await backend.activations(for: [Comparison.text(512)])
                    })
            }
            wall.append(runs.map(\.wall).min() ?? .nan)
        }
        say(
            String(
                format: "| 512 tokens on the wall's clock, %d threads | %.3f s | 1 thread: "
                    + "%.3f s | %.2f |", cores, wall[1], wall[0], wall[0] / wall[1]))
    }
}
