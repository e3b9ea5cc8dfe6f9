public import Foundation

/// Runs scripts in the private Python environment that `make deps` makes, for interchange tests.
public enum InteropPython {
    /// Why a script did not run, or how it failed.
    public struct Failure: Error, CustomStringConvertible {
        /// One sentence, with what the script wrote to standard error.
        public let description: String
    }

    /// The root of this package.
    public static let packageRoot = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs a script of `Tests/Interop` to its end.
    ///
    /// - Parameters:
    ///   - script: the file's name in `Tests/Interop`, for example `safetensors_read.py`.
    ///   - arguments: given to the script.
    ///   - input: given to it on standard input.
    /// - Returns: what the script wrote to standard output.
    /// - Throws: ``Failure`` when the environment is missing or the script exits with an error; tests
    ///   let it fail them, so that a missing environment is never mistaken for a pass.
    @discardableResult
    public static func run(
        script: String, arguments: [String] = [], input: Data = Data()
    ) throws -> Data {
        let python = packageRoot.appending(path: ".deps/python/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python.path) else {
            throw Failure(
                description:
                    "No Python at \(python.path) for the interchange tests: run 'make deps'.")
        }
        // Files, not pipes: nothing can fill up and block while the script runs.
        let folder = try FileManager.default.url(
            for: .itemReplacementDirectory, in: .userDomainMask, appropriateFor: packageRoot,
            create: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let streams = try ["in", "out", "err"].map { name in
            let file = folder.appending(path: name)
            try (name == "in" ? input : Data()).write(to: file)
            return file
        }
        let process = Process()
        process.executableURL = python
        process.arguments =
            [packageRoot.appending(path: "Tests/Interop/\(script)").path] + arguments
        process.standardInput = try FileHandle(forReadingFrom: streams[0])
        process.standardOutput = try FileHandle(forWritingTo: streams[1])
        process.standardError = try FileHandle(forWritingTo: streams[2])
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let complaint = String(decoding: try Data(contentsOf: streams[2]), as: UTF8.self)
            throw Failure(
                description: """
                    Tests/Interop/\(script) \(arguments.joined(separator: " ")) exited with \
                    \(process.terminationStatus): \(complaint)
                    """)
        }
        return try Data(contentsOf: streams[1])
    }
}
