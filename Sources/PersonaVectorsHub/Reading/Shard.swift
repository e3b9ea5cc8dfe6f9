import HuggingFaceHub
import Parquet
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One Parquet file of a split: its footer is here, everything else is fetched when it is asked for.
struct Shard: Sendable {
    let file: HubFile
    let footer: ParquetFooter
    /// The place of the file's first row in the split.
    var firstRow = 0

    private let client: HubClient
    private let metadata: FileMetadata
    /// The end of the file, which most often holds the page indexes too.
    private let tail: [UInt8]

    /// Fetches the footer: one range, a second one for footers that are longer than most.
    init(_ entry: RepositoryEntry, of snapshot: RepositorySnapshot, client: HubClient) async throws
    {
        let metadata = entry.metadata(at: snapshot.commit)
        let file = try HubFile(
            entry.path, in: snapshot.repository, revision: snapshot.commit.hex)
        let read = { (length: Int) in
            try await client.readRanges(
                [max(0, entry.size - length)..<entry.size], of: file, metadata: metadata
            ).first ?? []
        }
        var tail = try await read(ParquetFooter.suggestedTailLength)
        do {
            let needed = try ParquetFooter.tailLength(
                endingWith: tail.span.bytes, fileSize: entry.size)
            if needed > tail.count { tail = try await read(needed) }
            footer = try ParquetFooter(tail: tail.span.bytes, fileSize: entry.size)
        } catch let error as ParquetError {
            throw ArtifactError.shard(file, error)
        }
        self.file = file
        self.client = client
        self.metadata = metadata
        self.tail = tail
    }

    /// Runs code that throws what Parquet says, and names the file in it.
    func decoding<R>(_ body: () throws(ParquetError) -> R) throws(ArtifactError) -> R {
        do throws(ParquetError) {
            return try body()
        } catch {
            throw .shard(file, error)
        }
    }

    /// The bytes of some ranges, from the end that is here or through the client's caches.
    func read(_ ranges: [Range<Int>]) async throws -> [[UInt8]] {
        let start = footer.fileSize - tail.count
        if ranges.allSatisfy({ $0.lowerBound >= start }) {
            return ranges.map { Array(tail[$0.lowerBound - start..<$0.upperBound - start]) }
        }
        return try await client.readRanges(ranges, of: file, metadata: metadata)
    }

    /// The whole file, when it is cached whole or as much of it is wanted that fetching it is cheaper.
    ///
    /// - Parameter byteCount: how many bytes are wanted.
    /// - Returns: the file, mapped; nil when parts of it are the better choice.
    /// - Throws: ``/HuggingFaceHub/HubError``.
    func whole(whenWanting byteCount: Int) async throws -> Data? {
        let url: URL
        if let cached = client.cache.cachedFile(file, size: footer.fileSize) {
            url = cached
        } else if byteCount > footer.fileSize / 4 * 3,
            let fetched = try await downloaded()
        {
            url = fetched
        } else {
            return nil
        }
        return try Data(contentsOf: url, options: .alwaysMapped)
    }

    /// The whole file; nil when the cache cannot be written, and then parts have to do.
    private func downloaded() async throws -> URL? {
        do {
            return try await client.download(file, metadata: metadata)
        } catch let error as HubError where error.code == .fileSystem {
            return nil
        }
    }
}
