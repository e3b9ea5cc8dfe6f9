import Foundation
import HubServer
import HubTesting
import Testing

@testable import HuggingFaceHub

/// Parts of files, and what they cost.
@Suite(.serialized) struct RangeTests {
    private let repository: RepositoryID
    private let content = noise(2_000_000, seed: 3)

    init() throws {
        repository = try RepositoryID("alice/data")
    }

    private func withFile(
        _ body: @escaping @Sendable (TestHub, HubFile) async throws -> Void
    ) async throws {
        try await withTestHub { [repository, content] hub in
            let writer = try hub.client(cache: "writer")
            try await writer.createRepository(repository)
            let outcome = try await writer.commit(
                [.add(path: "v.parquet", content: .bytes(content))], to: repository,
                message: "one file")
            hub.server.log.reset()
            let file = try HubFile("v.parquet", in: repository, revision: outcome.commit.hex)
            try await body(hub, file)
        }
    }

    private func expected(_ ranges: [Range<Int>]) -> [[UInt8]] { ranges.map { Array(content[$0]) } }

    @Test func nearRangesShareARequestAndTheAddressIsAskedForOnce() async throws {
        try await withFile { hub, file in
            let log = HubRequestLog()
            let client = try hub.client(log: log)
            let ranges = [1_000_000..<1_000_010, 5..<9, 100..<20_000, 7..<8, 3..<3]
            #expect(try await client.readRanges(ranges, of: file) == expected(ranges))
            #expect(log.records.map(\.method) == ["HEAD", "GET", "GET"])
            #expect(
                Set(log.records.compactMap(\.range)) == [
                    "bytes=5-19999", "bytes=1000000-1000009",
                ])
            log.reset()
            let more = [500_000..<500_001]
            #expect(try await client.readRanges(more, of: file) == expected(more))
            #expect(log.requestCount == 1)
            #expect(log.receivedBytes == 1)
        }
    }

    @Test func whatWasReadOnceIsReadAgainWithoutARequest() async throws {
        try await withFile { hub, file in
            let metadata = try await hub.client().fileMetadata(of: file)
            let ranges = [10..<90_000, 1_500_000..<1_500_100]
            _ = try await hub.client().readRanges(ranges, of: file, metadata: metadata)
            hub.server.log.reset()
            let again = [20..<30, 1_500_050..<1_500_100, 89_999..<90_000]
            let other = try hub.client { $0.isOffline = true }
            #expect(
                try await other.readRanges(again, of: file, metadata: metadata) == expected(again))
            let error = await #expect(throws: HubError.self) {
                try await other.readRanges([0..<11], of: file, metadata: metadata)
            }
            #expect(error?.code == .offline)
            #expect(hub.records.isEmpty)
        }
    }

    @Test func partsThatCompleteAFileBecomeABlob() async throws {
        try await withFile { hub, file in
            let client = try hub.client()
            let halves = [[0..<1_000_000], [900_000..<2_000_000]]
            for half in halves {
                #expect(try await client.readRanges(half, of: file) == expected(half))
            }
            let cached = try #require(client.cache.cachedFile(file))
            #expect(try Array(Data(contentsOf: cached)) == content)
            #expect(client.ranges.size() == 0)
            // Each byte came once.
            let sent = hub.records.filter(\.isStorage).reduce(0) { $0 + $1.sentBytes }
            #expect(sent == content.count)
        }
    }

    @Test func mostOfAFileIsFetchedAsAWhole() async throws {
        try await withFile { hub, file in
            let client = try hub.client()
            let wanted = [0..<900_000, 950_000..<1_950_000]
            #expect(try await client.readRanges(wanted, of: file) == expected(wanted))
            #expect(client.cache.cachedFile(file) != nil)
            #expect(hub.records.filter(\.isStorage).count == 1)
        }
    }

    @Test func wrongByteInAPartIsFoundWhenTheFileIsComplete() async throws {
        try await withFile { hub, file in
            hub.faults.add(HubFault(.wrongByte(at: 5), path: "/cdn/"))
            let client = try hub.client()
            _ = try await client.readRanges([0..<1_000_000], of: file)
            let rest = [1_000_000..<2_000_000]
            #expect(try await client.readRanges(rest, of: file) == expected(rest))
            let cached = try #require(client.cache.cachedFile(file))
            #expect(try Array(Data(contentsOf: cached)) == content)
        }
    }

    @Test func damagedPartIsFetchedAgain() async throws {
        try await withFile { hub, file in
            let client = try hub.client()
            _ = try await client.readRanges([0..<1000], of: file)
            let folder = client.configuration.rangeCacheDirectory
            let parts = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            let part = folder.appending(path: try #require(parts.first { $0.hasSuffix("0-1000") }))
            for damage in [Data(), Data(repeating: 0, count: 1032), Data([1, 2, 3])] {
                try damage.write(to: part)
                #expect(try await client.readRanges([1..<9], of: file) == expected([1..<9]))
                _ = try await client.readRanges([0..<1000], of: file)
            }
        }
    }

    @Test func cacheOfPartsStaysUnderItsLimit() async throws {
        try await withFile { hub, file in
            let client = try hub.client { $0.rangeCacheLimit = 200_000 }
            for start in stride(from: 0, to: 1_000_000, by: 60_000) {
                let range = [start..<(start + 50_000)]
                #expect(try await client.readRanges(range, of: file) == expected(range))
                #expect(client.ranges.size() <= 200_000)
            }
            // Larger than the limit: read all the same.
            let large = [0..<900_000]
            #expect(try await client.readRanges(large, of: file) == expected(large))
            let none = try hub.client(cache: "none") { $0.rangeCacheLimit = 0 }
            #expect(try await none.readRanges(large, of: file) == expected(large))
            #expect(none.ranges.size() == 0)
        }
    }

    /// Two clients have counts of their own, as two processes would; what one evicts the other
    /// fetches again.
    @Test func twoProcessesShareTheCacheOfParts() async throws {
        try await withFile { hub, file in
            let clients = try (0..<2).map { _ in try hub.client { $0.rangeCacheLimit = 200_000 } }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, client) in clients.enumerated() {
                    group.addTask {
                        for step in 0..<24 {
                            let start = (step * 7 + index * 3) % 24 * 60_000
                            let range = [start..<(start + 40_000)]
                            let found = try await client.readRanges(range, of: file)
                            #expect(found == expected(range))
                        }
                    }
                }
                try await group.waitForAll()
            }
            // Each trusts its count of what is left for a sixteenth of the limit at most.
            #expect(clients[0].ranges.size() <= 200_000 + 2 * 200_000 / 16 + 40_032)
            #expect(try await clients[0].readRanges([5..<9], of: file) == expected([5..<9]))
        }
    }

    @Test func partsSurviveCutsAndExpiredAddresses() async throws {
        try await withFile { hub, file in
            let client = try hub.client()
            _ = try await client.readRanges([0..<1], of: file)
            hub.faults.add(HubFault(.cut(afterBytes: 100_000), path: "/cdn/", count: 3))
            hub.faults.add(HubFault(.expireAddresses, path: "/cdn/"))
            let range = [100_000..<1_100_000]
            #expect(try await client.readRanges(range, of: file) == expected(range))
            #expect(hub.records.contains { $0.status == 403 })
        }
    }

    @Test(arguments: [[0..<2_000_001], [-1..<5], [5..<6, 2_000_000..<2_000_002]])
    func refusesRangesOutsideTheFile(ranges: [Range<Int>]) async throws {
        try await withFile { hub, file in
            let error = await #expect(throws: HubError.self) {
                try await hub.client().readRanges(ranges, of: file)
            }
            let bad = try #require(ranges.last)
            #expect(error?.code == .invalidInput)
            #expect(
                error?.message
                    == "Bytes \(bad.lowerBound)..<\(bad.upperBound) are not all in 'v.parquet' in "
                    + "alice/data at '\(file.revision)', which has 2000000.")
        }
    }

    @Test func aServerThatIgnoresRangesIsReadWhole() async throws {
        try await withFile { hub, file in
            hub.faults.add(HubFault(.ignoreRange, path: "/cdn/", count: 100))
            let ranges = [5..<7, 1_000_000..<1_000_010]
            let client = try hub.client()
            #expect(try await client.readRanges(ranges, of: file) == expected(ranges))
            hub.server.log.reset()
            let more = [1_999_999..<2_000_000]
            #expect(try await client.readRanges(more, of: file) == expected(more))
            #expect(hub.records.isEmpty, "the whole file is cached now")
        }
    }
}
