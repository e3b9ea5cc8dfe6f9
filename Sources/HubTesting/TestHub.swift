package import Foundation
package import HubServer
package import HuggingFaceHub

/// An embedded Hub on free ports of this machine, for as long as one test runs.
package struct TestHub: Sendable {
    /// The tokens that it knows, by account.
    package enum Token {
        package static let alice = "hf_alice"
        package static let bob = "hf_bob"
        package static let reader = "hf_reader"
    }

    package let server: HubServer
    package let endpoint: String
    /// A folder of the test's own, which goes with it.
    package let folder: URL

    package var faults: HubFaults { server.faults }
    package var records: [HubServerRecord] { server.log.records }

    /// A client with caches of its own: those of one `cache` name share them.
    ///
    /// Its clock does not wait, unless another is given.
    package func client(
        token: String? = Token.alice, cache: String = "cache",
        clock: any HubClock = RecordingClock(), log: HubRequestLog? = nil,
        _ change: (inout HubConfiguration) -> Void = { _ in }
    ) throws -> HubClient {
        var configuration = try HubConfiguration(environment: [
            "HF_ENDPOINT": endpoint, "HF_HOME": folder.appending(path: cache).path,
        ])
        configuration.token = token
        // A busy machine is not a broken connection.
        configuration.metadataTimeout = 120
        configuration.downloadTimeout = 120
        change(&configuration)
        return try HubClient(
            configuration, log: log, transport: CurlTransport(), clock: clock)
    }

    /// A file of the test's own.
    package func file(_ name: String, _ bytes: [UInt8]) throws -> URL {
        let url = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url
    }
}

/// Runs an embedded Hub, with changes to its settings, beside a test.
package func withTestHub(
    _ change: (inout HubServerConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (TestHub) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "hub-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var configuration = HubServerConfiguration(
        root: folder.appending(path: "served"),
        accounts: [
            TestHub.Token.alice: HubAccount(name: "alice", organizations: ["lab"]),
            TestHub.Token.bob: HubAccount(name: "bob"),
            TestHub.Token.reader: HubAccount(
                name: "reader", organizations: ["alice"], canWrite: false),
        ])
    configuration.isDurable = false
    change(&configuration)
    let server = HubServer(configuration)
    try await server.whileRunning { endpoint in
        try await body(TestHub(server: server, endpoint: endpoint, folder: folder))
    }
}

/// Bytes that look like nothing, the same for the same seed.
package func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed &+ 0x9e37_79b9_7f4a_7c15
    // Eight bytes a step: a debug build takes long for each.
    let words = (0...(count / 8)).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
    return words.withUnsafeBytes { Array($0.prefix(count)) }
}

/// SHA-256 in hexadecimal digits.
package func sha256(_ bytes: [UInt8]) -> String {
    var hasher = ContentHasher()
    hasher.update(bytes)
    return hasher.hex()
}

/// Git's name for a file.
package func gitBlob(_ bytes: [UInt8]) -> String {
    var hasher = ContentHasher(gitBlobOf: bytes.count)
    hasher.update(bytes)
    return hasher.hex()
}
