import Foundation
import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Testing

@testable import HubServer

/// The addresses that a server gives out.
@Suite(.serialized) struct AddressTests {
    struct Case: Sendable {
        var name: String?
        var bound = "127.0.0.1"
        var host: String?
        let hub: String
        let storage: String
    }

    static let cases = [
        Case(hub: "http://127.0.0.1:8080", storage: "http://127.0.0.1:9090"),
        Case(bound: "::1", hub: "http://[::1]:8080", storage: "http://[::1]:9090"),
        Case(host: "box.lab:8080", hub: "http://box.lab:8080", storage: "http://box.lab:9090"),
        Case(host: "box.lab", hub: "http://box.lab", storage: "http://box.lab:9090"),
        Case(
            host: "[fe80::1]:81", hub: "http://[fe80::1]:81", storage: "http://[fe80::1]:9090"),
        Case(
            name: "hub.lab", host: "10.0.0.2:8080", hub: "http://hub.lab:8080",
            storage: "http://hub.lab:9090"),
        Case(
            name: "2001:db8::7", hub: "http://[2001:db8::7]:8080",
            storage: "http://[2001:db8::7]:9090"),
        Case(host: "evil/../x", hub: "http://127.0.0.1:8080", storage: "http://127.0.0.1:9090"),
        Case(host: "a@b:1", hub: "http://127.0.0.1:8080", storage: "http://127.0.0.1:9090"),
        Case(host: "a:b", hub: "http://127.0.0.1:8080", storage: "http://127.0.0.1:9090"),
    ]

    @Test(arguments: cases)
    func areThoseByWhichTheCallerCame(_ example: Case) {
        let address = PublicAddress(
            name: example.name, bound: example.bound, port: 8080, storagePort: 9090)
        let (hub, storage) = address.endpoints(host: example.host)
        #expect(hub == example.hub)
        #expect(storage == example.storage)
    }

    /// A server that listens everywhere, asked by a name of this machine: large files come too.
    @Test(arguments: [("0.0.0.0", "localhost"), ("::1", "[::1]"), ("::1", "localhost")])
    func aServerIsReadByTheNameItIsAskedBy(listening: String, asked: String) async throws {
        guard listening != "::1" || Self.hasIPv6 else { return }
        try await withTestHub {
            $0.host = listening
        } _: { hub in
            let port = try #require(hub.endpoint.split(separator: ":").last)
            let large = noise(5000, seed: 3)
            let client = try hub.client { $0.endpoint = "http://\(asked):\(port)" }
            let repository = try RepositoryID("alice/data")
            try await client.createRepository(repository)
            _ = try await client.commit(
                [.add(path: "b.bin", content: .bytes(large))], to: repository, message: "large")
            let file = try await client.download(HubFile("b.bin", in: repository))
            #expect(try Data(contentsOf: file) == Data(large))
            let raw = try await hub.raw(
                "HEAD", "http://\(asked):\(port)/datasets/alice/data/resolve/main/b.bin")
            #expect(raw.headers["Location"]?.hasPrefix("http://\(asked):") == true)
        }
    }

    private static var hasIPv6: Bool {
        FileManager.default.contents(atPath: "/proc/net/if_inet6")?.isEmpty == false
    }
}
