import Foundation
import PersonaVectorsTesting
import Testing

/// Runs `store-exerciser`, a process that tests may kill, starve or measure.
enum Exerciser {
    struct Outcome {
        let status: Int32
        let output: [String]
        let complaint: String
    }

    private static var executable: URL { BuiltProgram.url("store-exerciser") }

    /// Starts the program; its standard output is the pipe of the process.
    static func start(_ arguments: [String], wrapper: [String] = []) throws -> Process {
        let process = Process()
        let command = wrapper + [executable.path] + arguments
        process.executableURL = URL(filePath: wrapper.isEmpty ? command[0] : "/usr/bin/env")
        process.arguments = wrapper.isEmpty ? arguments : command
        process.standardOutput = Pipe()
        process.standardError = Pipe()
        try process.run()
        return process
    }

    /// Runs the program to its end.
    static func run(_ arguments: [String], wrapper: [String] = []) throws -> Outcome {
        let process = try start(arguments, wrapper: wrapper)
        let output = try read(process.standardOutput)
        let complaint = try read(process.standardError)
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: output.split(separator: "\n").map(String.init), complaint: complaint)
    }

    private static func read(_ stream: Any?) throws -> String {
        let pipe = try #require(stream as? Pipe)
        return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }
}
