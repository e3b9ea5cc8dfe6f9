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
    /// - Returns: the times, by the names that the script gives them.
    /// - Throws: ``Failure`` when Python is missing or the script fails.
    public static func times(
        script: String, arguments: [String]
    ) throws -> [String: Timing] {
        let process = Process()
        process.executableURL = URL(filePath: packageRoot + ".deps/python/bin/python")
        process.arguments = [packageRoot + "Benchmarks/Peers/\(script)"] + arguments
        let output = Pipe()
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            throw Failure("Cannot run .deps/python: \(error). Run 'make deps'.")
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure("\(script) exited with \(process.terminationStatus).")
        }
        return try JSONDecoder().decode([String: Timing].self, from: data)
    }
}
