public import Foundation

/// A Python process that runs the same work when it is told to, and says what it took.
///
/// It is asked in turns with our own runs, so that both meet the same machine. A class because it
/// owns the process.
public final class Peer {
    private let process = Process()
    private let requests = Pipe()
    private let replies = Pipe()
    private var pending = Data()

    /// Starts `script`.
    ///
    /// - Parameters:
    ///   - script: reads one name a line and answers each with one line of JSON, a ``Cost``.
    ///   - arguments: for the script.
    ///   - threads: the threads that its libraries may use.
    /// - Throws: when Python is missing; `make bench` installs it.
    public init(script: URL, arguments: [String], threads: Int) throws {
        let root = script.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        process.executableURL = root.appending(path: ".deps/bench/bin/python")
        process.arguments = ["-W", "ignore", script.path] + arguments
        let names = ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS"]
        process.environment = ProcessInfo.processInfo.environment.merging(
            names.map { ($0, String(threads)) }, uniquingKeysWith: { $1 })
        process.standardInput = requests
        process.standardOutput = replies
        try process.run()
    }

    deinit {
        // End of input ends the script.
        try? requests.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Runs the work called `name` once.
    ///
    /// - Throws: when the script ended or answered something else.
    public func run(_ name: String) throws -> Cost {
        try requests.fileHandleForWriting.write(contentsOf: Data((name + "\n").utf8))
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = pending[..<end]
                pending = Data(pending[(end + 1)...])
                return try JSONDecoder().decode(Cost.self, from: line)
            }
            let more = replies.fileHandleForReading.availableData
            guard !more.isEmpty else { throw PeerEnded() }
            pending += more
        }
    }
}

/// The Python process ended before it answered; its complaint is on standard error.
public struct PeerEnded: Error {}
