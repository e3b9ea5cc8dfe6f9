internal import Foundation
internal import Synchronization

extension HubClient {
    /// Parts of a file, without the rest of it.
    ///
    /// Ranges that are near each other are fetched together, several at once, from an address that
    /// is asked for once. What was fetched is kept in this package's own cache of parts; when that
    /// completes a file, its digest is checked and it moves to the shared cache. When most of the
    /// file is wanted anyway, or the server sends nothing less, it is downloaded whole.
    ///
    /// A part cannot be checked against the digest of the whole: a wrong byte shows only when the
    /// file is complete, and then all of it is fetched again.
    ///
    /// - Parameters:
    ///   - wanted: ranges in the file, in any order; they may overlap or be empty.
    ///   - file: the file; name a commit to pin what is read.
    ///   - metadata: the size and digest, if known from a listing; saves asking for them.
    /// - Returns: the bytes of each range, in the order of `wanted`.
    /// - Throws: ``HubError``; ``HubError/Code/invalidInput`` for a range outside the file,
    ///   ``HubError/Code/offline`` when offline and a part is not cached.
    public func readRanges(
        _ wanted: [Range<Int>], of file: HubFile, metadata: FileMetadata? = nil
    ) async throws -> [[UInt8]] {
        let known: FileMetadata
        if let metadata { known = metadata } else { known = try await fileMetadata(of: file) }
        let pinned = try file.at(known.commit)
        for range in wanted where range.lowerBound < 0 || range.upperBound > known.size {
            throw HubError.invalidRange(range, of: HubSubject(file), size: known.size)
        }
        let parts = PartialFile(client: self, file: pinned, metadata: known)
        do {
            return try await parts.read(wanted)
        } catch is RangesIgnored {
            return try await parts.readWhole(wanted)
        }
    }
}

/// The server answers with the whole file, whatever part of it is asked for.
private struct RangesIgnored: Error {}

/// One file of which parts are wanted.
private struct PartialFile {
    /// Below this many bytes between two ranges, one request is cheaper than two.
    private static let mergedGap = 32 << 10
    /// Long ranges are fetched in pieces of this size, several at once.
    private static let pieceSize = 8 << 20

    let client: HubClient
    let file: HubFile
    let metadata: FileMetadata

    func read(_ wanted: [Range<Int>]) async throws -> [[UInt8]] {
        if let blob = try openBlob() { return try wanted.map { try blob.bytes(in: $0) } }
        let missing = ByteRanges(wanted).subtracting(client.ranges.ranges(of: metadata.etag))
        if missing.byteCount > metadata.size / 4 * 3 { return try await readWhole(wanted) }
        var answer = try assemble(wanted, from: try await fetch(missing))
        if answer == nil {
            // A cached part was damaged, or evicted meanwhile: do without the cache.
            answer = try assemble(wanted, from: try await fetch(ByteRanges(wanted)))
        }
        guard let answer, try await promote() else { return try await readWhole(wanted) }
        return answer
    }

    private func openBlob() throws -> OpenFile? {
        guard client.cache.hasBlob(metadata, in: file.repository) else { return nil }
        return try OpenFile(
            client.cache.blobPath(metadata.etag, in: file.repository), .read)
    }

    func readWhole(_ wanted: [Range<Int>]) async throws -> [[UInt8]] {
        let url = try await client.download(file)
        try client.ranges.remove(metadata.etag)
        let whole = try OpenFile(url.path, .read)
        return try wanted.map { try whole.bytes(in: $0) }
    }

    /// Fetches what is missing, keeps it, and hands it back.
    private func fetch(_ missing: ByteRanges) async throws -> [(start: Int, bytes: [UInt8])] {
        let pieces = ByteRanges(missing.ranges, mergingGapsUpTo: Self.mergedGap)
            .split(into: Self.pieceSize)
        return try await pieces.mapConcurrently(
            limit: client.configuration.parallelTransferCount
        ) { range in
            let bytes = try await fetch(range)
            try client.ranges.store(bytes, at: range.lowerBound, of: metadata.etag)
            return (range.lowerBound, bytes)
        }
    }

    private func fetch(_ range: Range<Int>) async throws -> [UInt8] {
        var location: FileLocation
        if let known = client.locations[file] {
            location = known
        } else {
            location = try await client.locateAgain(file, expecting: metadata)
        }
        do {
            return try await fetch(range, from: location)
        } catch let error as HubError where error.status == 403 {
            location = try await client.locateAgain(file, expecting: metadata)
            return try await fetch(range, from: location)
        }
    }

    private func fetch(_ range: Range<Int>, from location: FileLocation) async throws -> [UInt8] {
        let sink = RangeSink(range: range, file: file)
        var failures = 0
        while true {
            var request = HubRequest("read", HubSubject(file), url: location.url)
            request.headers["Range"] = "bytes=\(sink.next)-\(range.upperBound - 1)"
            request.headers["Accept-Encoding"] = "identity"
            request.idleTimeout = client.configuration.downloadTimeout
            let before = sink.next
            do {
                _ = try await client.session.answer(request, to: sink)
                if let bytes = sink.whole { return bytes }
                // A whole answer that brought nothing would be asked for without end.
                guard sink.next > before else {
                    throw HubError.badAnswer("holds no bytes", subject: HubSubject(file))
                }
            } catch let failure as TransportFailure {
                failures = sink.next > before ? 0 : failures + 1
                guard failures <= client.configuration.retryPolicy.retryCount else {
                    throw HubError.network(
                        failure, to: "read", subject: HubSubject(file),
                        host: request.host)
                }
                try await client.session.wait(
                    before: failures, after: .failure(failure), request)
            }
        }
    }

    /// The wanted bytes from what was fetched and what was cached; `nil` when some are nowhere.
    private func assemble(
        _ wanted: [Range<Int>], from fetched: [(start: Int, bytes: [UInt8])]
    ) throws -> [[UInt8]]? {
        var cached = client.ranges.parts(of: metadata.etag)
        var answers: [[UInt8]] = []
        for range in wanted {
            var found = FoundBytes(range)
            for piece in fetched {
                found.add(piece.start..<(piece.start + piece.bytes.count), piece.bytes[...])
            }
            if !found.isComplete { cached.forEach(overlapping: range) { found.add($0, $1) } }
            guard found.isComplete else { return nil }
            answers.append(found.bytes)
        }
        return answers
    }

    /// Moves a file whose every byte is cached into the shared cache.
    ///
    /// - Returns: whether all is well; `false` when the bytes proved wrong, and then they are gone.
    private func promote() async throws -> Bool {
        let cached = client.ranges.ranges(of: metadata.etag)
        guard cached.contains(0..<metadata.size), let digest = ContentDigest(etag: metadata.etag)
        else { return true }
        let blob = client.cache.blobPath(metadata.etag, in: file.repository)
        try client.cache.prepareFolder(of: blob)
        let temporary = FileSystem.temporaryPath(beside: blob)
        defer { try? FileSystem.removeFile(temporary) }
        let isRight = try write(to: temporary, digest)
        if isRight {
            try FileSystem.rename(temporary, to: blob)
            _ = try client.cache.link(file, metadata)
        }
        try client.ranges.remove(metadata.etag)
        return isRight
    }

    private func write(to path: String, _ digest: ContentDigest) throws -> Bool {
        let output = try OpenFile(path, .createNew)
        var hasher = digest.hasher(size: metadata.size)
        for piece in ByteRanges([0..<metadata.size]).split(into: Self.pieceSize) {
            guard let bytes = try assemble([piece], from: [])?.first else { return false }
            try bytes.withUnsafeBytes { try output.write($0, at: piece.lowerBound) }
            hasher.update(bytes)
        }
        return hasher.hex() == digest.hex
    }
}

/// One wanted range, filled from wherever its bytes are.
private struct FoundBytes {
    private let range: Range<Int>
    private var filled = ByteRanges([])
    private(set) var bytes: [UInt8]

    init(_ range: Range<Int>) {
        self.range = range
        bytes = [UInt8](repeating: 0, count: range.count)
    }

    var isComplete: Bool { filled.contains(range) }

    /// Takes what `source`, the bytes of `extent`, has of the range.
    mutating func add(_ extent: Range<Int>, _ source: ArraySlice<UInt8>) {
        let part = extent.clamped(to: range)
        guard !part.isEmpty else { return }
        let from = source.startIndex + part.lowerBound - extent.lowerBound
        bytes.withUnsafeMutableBytes { target in
            target[(part.lowerBound - range.lowerBound)...].copyBytes(
                from: source[from..<from + part.count])
        }
        filled = ByteRanges(filled.ranges + [part])
    }
}

/// Collects one range.
///
/// A class because the transport calls it back.
private final class RangeSink: BodySink {
    private let range: Range<Int>
    private let file: HubFile
    private let bytes: Mutex<[UInt8]>

    init(range: Range<Int>, file: HubFile) {
        self.range = range
        self.file = file
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        self.bytes = Mutex(bytes)
    }

    /// The first byte that is still missing.
    var next: Int { bytes.withLock { range.lowerBound + $0.count } }

    var whole: [UInt8]? { bytes.withLock { $0.count == range.count ? $0 : nil } }

    func begin(_ head: HTTPResponseHead) throws {
        guard head.status != 200 else { throw RangesIgnored() }
        let got = head.headers["Content-Range"].flatMap { ContentRange($0) }
        guard head.status == 206, got?.bytes == next..<range.upperBound else {
            throw HubError.badAnswer("is another range than asked", subject: HubSubject(file))
        }
    }

    func receive(_ new: UnsafeRawBufferPointer) throws {
        try bytes.withLock { bytes in
            guard bytes.count + new.count <= range.count else {
                throw HubError.badAnswer("is longer than asked", subject: HubSubject(file))
            }
            bytes += new
        }
    }
}
