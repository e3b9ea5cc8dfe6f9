import BenchmarkSupport
import Foundation

/// The time from start to exit of `persona-vectors --version`, built in release mode.
struct StartUpBench {
    func run() throws {
        let program = Peer.packageRoot + ".build/release/persona-vectors"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            print("Start-up was not measured: \(program) is not built ('make bench' builds it).\n")
            return
        }
        let ours = try Program(program, ["--version"]).time(runs: 15)
        print(
            String(
                format: "Start-up of persona-vectors --version: median %.1f ms (at most 30: %@)\n",
                ours.wallMedian * 1e3, ours.wallMedian <= 0.03 ? "kept" : "MISSED"))
    }
}
