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
        let ours = try Timing.of(runs: 15) { try run(program, "--version") }
        print(
            String(
                format: "Start-up of persona-vectors --version: median %.1f ms (at most 30: %@)\n",
                ours.wallMedian * 1e3, ours.wallMedian <= 0.03 ? "kept" : "MISSED"))
    }

    /// Runs a program to its end.
    ///
    /// Not by Foundation's `Process`: it looks for the end only now and then, which would be most
    /// of what is measured.
    private func run(_ program: String, _ argument: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var arguments = [strdup(program), strdup(argument), nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        var status: CInt = 0
        guard posix_spawn(&process, program, &actions, nil, &arguments, environ) == 0,
            waitpid(process, &status, 0) == process, status == 0
        else { throw CocoaError(.executableLoad) }
    }
}
