import BenchmarkSupport
import Foundation
import HubServer
import HuggingFaceHub

/// An embedded Hub in a process of its own, so that the processor times are those of the client
/// alone, ours as well as the peer's.
struct ServedHub {
    static let repository = "bench/shards"

    let endpoint: String
    private let process = Process()
    private let lifeline = Pipe()

    /// Serves `root` on a free port of this machine.
    init(root: URL) throws {
        process.executableURL = Bundle.main.executableURL
        process.arguments = ["serve", root.path]
        process.standardInput = lifeline
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        // One short line, which comes in one piece.
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard line.hasSuffix("\n") else { throw Peer.Failure("The Hub did not start.") }
        endpoint = String(line.dropLast())
    }

    /// Ends the server and waits for that.
    func stop() {
        // Without its input it ends; so it does when this program dies.
        try? lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// What the process does: serves `root`, prints its address, ends with its input.
    static func serve(root: String) async throws {
        let server = HubServer(HubServerConfiguration(root: URL(filePath: root)))
        try await server.whileRunning { endpoint in
            try FileHandle.standardOutput.write(contentsOf: Data("\(endpoint)\n".utf8))
            await withCheckedContinuation { continuation in
                // A thread of its own, for the server needs those of the pool.
                Thread.detachNewThread {
                    _ = try? FileHandle.standardInput.readToEnd()
                    continuation.resume()
                }
            }
        }
    }

    /// A client of a cache.
    func client(cache: URL, log: HubRequestLog? = nil) throws -> HubClient {
        var configuration = try HubConfiguration(environment: [
            "HF_ENDPOINT": endpoint, "HF_HOME": cache.path,
        ])
        // A busy machine is not a broken connection.
        configuration.metadataTimeout = 120
        configuration.downloadTimeout = 120
        return try HubClient(configuration, log: log)
    }

    /// Makes the repository and puts the small file there.
    func prepare(_ client: HubClient, _ shards: Shards) async throws {
        try await client.createRepository(RepositoryID(Self.repository))
        try await push(Shards.small, of: shards, with: client)
    }

    /// Commits one file, all of whose bytes have to go over the wire.
    func push(_ name: String, of shards: Shards, with client: HubClient) async throws {
        let outcome = try await client.commit(
            [.add(path: name, content: .file(shards.url(name)))],
            to: RepositoryID(Self.repository), message: "Add \(name)")
        guard outcome.uploadedBytes == shards.size(of: name) else {
            throw Peer.Failure("Only \(outcome.uploadedBytes) bytes of \(name) were sent.")
        }
    }
}
