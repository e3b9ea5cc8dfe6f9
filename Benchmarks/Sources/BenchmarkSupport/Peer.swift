import Foundation

/// A Python program that does the same work with the libraries that people use today.
public enum Peer {
    /// Why a peer could not be asked.
    public struct Failure: Error, CustomStringConvertible {
        /// One sentence.
        public let description: String

        /// A failure of one sentence.
        public init(_ description: String) {
            self.description = description
        }
    }

    /// The root of the package that is measured.
    public static let packageRoot = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path(percentEncoded: false)

    /// Runs a script of `Peers/` and reads the times that it prints.
    ///
    /// - Parameters:
    ///   - script: the file's name.
    ///   - arguments: given to the script.
    ///   - python: the environment below the package's root to run it in.
    ///   - threads: the threads that numerical libraries may use; nil leaves it to them.
    /// - Returns: the times, by the names that the script gives them.
    /// - Throws: ``Failure`` when Python is missing or the script fails.
    public static func times(
        script: String, arguments: [String], python: String = ".deps/python",
        threads: Int? = nil
    ) throws -> [String: Timing] {
        let process = Process()
        process.executableURL = URL(filePath: packageRoot + python + "/bin/python")
        if let threads {
            process.environment = ProcessInfo.processInfo.environment.merging(
                ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS"]
                    .map { ($0, String(threads)) }, uniquingKeysWith: { $1 })
        }
        process.arguments = [packageRoot + "Benchmarks/Peers/\(script)"] + arguments
        let output = Pipe()
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            throw Failure("Cannot run \(python): \(error). Run 'make bench'.")
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure("\(script) exited with \(process.terminationStatus).")
        }
        return try JSONDecoder().decode([String: Timing].self, from: data)
    }
}
