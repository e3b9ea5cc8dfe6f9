import Foundation

/// The Python process that does the same with transformers; a class because it owns a process.
final class Peer {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var pending = Data()
    /// How long loading the model took.
    private(set) var load = Seconds(wall: .nan, cpu: .nan)

    init(python: String, script: String, arguments: [String]) throws {
        process.executableURL = URL(filePath: python)
        process.arguments = [script] + arguments
        process.standardInput = input
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            throw Failure(description: "Cannot run \(python): \(error)")
        }
        load = try answer()
    }

    /// How long the peer took for a request.
    func time(_ request: String) throws -> Seconds {
        try input.fileHandleForWriting.write(contentsOf: Data((request + "\n").utf8))
        return try answer()
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func answer() throws -> Seconds {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = pending[..<end]
                pending = Data(pending[(end + 1)...])
                return try JSONDecoder().decode(Seconds.self, from: Data(line))
            }
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Failure(description: "The peer ended early.") }
            pending += data
        }
    }
}
