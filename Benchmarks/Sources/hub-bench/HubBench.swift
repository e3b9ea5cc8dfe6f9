import BenchmarkSupport
import Foundation
import HuggingFaceHub

/// Moving a large shard to and from a Hub on this machine, beside `huggingface_hub` without Xet,
/// and reading one vector from there, beside `datasets`.
@main
struct HubBench {
    private static let rounds = 5

    let folder: URL
    let shards: Shards

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "serve", arguments.count == 2, let root = arguments.last {
            return try await ServedHub.serve(root: root)
        }
        // In memory where that is possible: the disk is not what is compared.
        let memory = URL(filePath: "/dev/shm")
        let folder =
            (FileManager.default.isWritableFile(atPath: memory.path)
            ? memory : FileManager.default.temporaryDirectory)
            .appending(path: "hub-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let isQuick = arguments.contains("--quick")
        let pushing = PushMemoryBench(
            folder: folder.appending(path: "large"), personaCount: isQuick ? 200 : 2_000)
        if arguments.contains("--push-memory") { return try pushing.run() }
        let size = isQuick ? 50_000_000 : 500_000_000
        let bench = HubBench(
            folder: folder,
            shards: try Shards(in: folder.appending(path: "shards"), largeSize: size))
        var report = Report("A shard of \(size / 1_000_000) MB from and to a Hub on this machine")
        try await bench.downloading(&report)
        try await bench.pushing(&report)
        report.print()
        try await FirstPersonaBench(folder: folder.appending(path: "vectors")).run()
        try pushing.run()
    }

    /// A download into an empty cache: found, fetched, checked as each side does (we hash the bytes,
    /// `huggingface_hub` counts them), in its place.
    private func downloading(_ report: inout Report) async throws {
        let hub = try ServedHub(root: folder.appending(path: "served"))
        defer { hub.stop() }
        let publisher = try hub.client(cache: folder.appending(path: "publisher"))
        try await hub.prepare(publisher, shards)
        try await hub.push(Shards.large, of: shards, with: publisher)
        try await compare("download", "hf_hub_download", &report) { cache in
            let client = try hub.client(cache: cache)
            _ = try await client.download(file(Shards.small))
            return try await Timing.once {
                _ = try await client.download(file(Shards.large))
            }
        } peer: { cache in
            try Peer.times(
                script: "hub_peer.py",
                arguments: [
                    "download", hub.endpoint, ServedHub.repository, Shards.small, Shards.large,
                    cache.path,
                ])
        }
    }

    /// A commit of a file that the Hub has never seen: hashed, sent, verified, committed.
    ///
    /// Each has a server of its own, for a Hub keeps content only once.
    private func pushing(_ report: inout Report) async throws {
        try await compare("commit", "HfApi.upload_file", &report) { root in
            let hub = try ServedHub(root: root)
            defer { hub.stop() }
            let client = try hub.client(cache: root.appending(path: "cache"))
            try await hub.prepare(client, shards)
            return try await Timing.once {
                try await hub.push(Shards.large, of: shards, with: client)
            }
        } peer: { root in
            let hub = try ServedHub(root: root)
            defer { hub.stop() }
            return try Peer.times(
                script: "hub_peer.py",
                arguments: [
                    "upload", hub.endpoint, ServedHub.repository,
                    shards.url(Shards.small).path, shards.url(Shards.large).path,
                ])
        }
    }

    /// Rounds of ours and then theirs, so that both meet the same load; each in a fresh folder.
    private func compare(
        _ name: String, _ peerName: String, _ report: inout Report,
        ours: (URL) async throws -> Timing, peer: (URL) throws -> [String: Timing]
    ) async throws {
        var (our, their) = (Timing.unknown, Timing.unknown)
        for _ in 0..<Self.rounds {
            try await our.add(inFreshFolder(ours))
            let times = try await inFreshFolder { try peer($0) }
            guard let time = times[peerName] else {
                throw Peer.Failure("The peer did not time '\(peerName)'.")
            }
            their.add(time)
        }
        report.add(
            name, our, bytes: shards.largeSize, peer: (peerName, their), promise: 1)
        report.add(peerName, their, bytes: shards.largeSize)
    }

    private func inFreshFolder<T>(_ work: (URL) async throws -> T) async throws -> T {
        let fresh = folder.appending(path: "round")
        try FileManager.default.createDirectory(at: fresh, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: fresh) }
        return try await work(fresh)
    }

    private func file(_ name: String) throws -> HubFile {
        try HubFile(name, in: RepositoryID(ServedHub.repository))
    }
}
