import Foundation

/// A program that is measured from its start to its end.
public struct Program {
    private let path: String
    private let arguments: [String]

    /// A program and its arguments.
    public init(_ path: String, _ arguments: [String]) {
        self.path = path
        self.arguments = arguments
    }

    /// Runs the program once to warm up and then several times against the clocks; what it prints
    /// on standard output is dropped.
    ///
    /// Foundation's `Process` is not used: it looks for the end only now and then, which would be
    /// most of what is measured of a short program.
    ///
    /// - Parameter runs: how often it is measured.
    /// - Returns: the wall's time and the program's processor time.
    /// - Throws: ``Peer/Failure`` when it cannot be started or fails.
    public func time(runs: Int) throws -> Timing {
        var timing = Timing.unknown
        for run in 0...runs {
            let start = ContinuousClock.now
            let cpu = try runOnce()
            let wall = (ContinuousClock.now - start).components
            guard run > 0 else { continue }
            timing.add(
                Timing(
                    wall: [Double(wall.seconds) + Double(wall.attoseconds) * 1e-18], cpu: [cpu]))
        }
        return timing
    }

    private func runOnce() throws -> Double {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        guard posix_spawn(&process, path, &actions, nil, &words, environ) == 0 else {
            throw Peer.Failure("Cannot start \(path): run 'make bench', which installs it.")
        }
        var status: CInt = 0
        var usage = rusage()
        guard wait4(process, &status, 0, &usage) == process, status == 0 else {
            throw Peer.Failure("\(path) \(arguments.joined(separator: " ")) failed.")
        }
        return [usage.ru_utime, usage.ru_stime]
            .reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) * 1e-6 }
    }
}
