internal import Foundation

extension HubClient {
    /// Parts of a file, without the rest of it.
    ///
    /// Ranges that are near each other are fetched together, several at once, from an address that
    /// is asked for once. What was fetched is kept in this package's own cache of parts; when that
    /// completes a file, its digest is checked and it moves to the shared cache. When most of the
    /// file is wanted anyway, or the server sends nothing less, it is downloaded whole.
    ///
    /// Where the caches cannot be written, what was asked for is fetched and handed back all the
    /// same; ``HubConfiguration/onCacheFailure`` hears of it.
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
        var answer = assemble(wanted, from: try await fetch(missing))
        if answer == nil {
            // A cached part was damaged, or evicted meanwhile: do without the cache.
            answer = assemble(wanted, from: try await fetch(ByteRanges(wanted)))
        }
        guard let answer, promote() else { return try await readWhole(wanted) }
        return answer
    }

    private func openBlob() throws -> OpenFile? {
        guard client.cache.hasBlob(metadata, in: file.repository) else { return nil }
        return try OpenFile(
            client.cache.blobPath(metadata.etag, in: file.repository), .read)
    }

    func readWhole(_ wanted: [Range<Int>]) async throws -> [[UInt8]] {
        do {
            let url = try await client.download(file, metadata: metadata)
            let whole = try OpenFile(url.path, .read)
            client.keep { try client.ranges.remove(metadata.etag) }
            return try wanted.map { try whole.bytes(in: $0) }
        } catch let error as HubError where error.code == .fileSystem {
            // Where nothing can be written, what is wanted has to fit into memory.
            client.cacheFailures.tell(error)
            return try await readIntoMemory(wanted, after: error)
        }
    }

    private func readIntoMemory(
        _ wanted: [Range<Int>], after error: HubError
    ) async throws -> [[UInt8]] {
        do {
            let fetched = try await fetch(ByteRanges(wanted))
            if let answer = assemble(wanted, from: fetched) { return answer }
        } catch is RangesIgnored {
            // Only a file on disk could take all that such a server sends.
        }
        throw error
    }

    /// Fetches what is missing, keeps it, and hands it back.
    private func fetch(_ missing: ByteRanges) async throws -> [(start: Int, bytes: [UInt8])] {
        let pieces = ByteRanges(missing.ranges, mergingGapsUpTo: Self.mergedGap)
            .split(into: Self.pieceSize)
        return try await pieces.mapConcurrently(
            limit: client.configuration.parallelTransferCount
        ) { range in
            let bytes = try await fetchPiece(range)
            client.keep {
                try client.ranges.store(bytes, at: range.lowerBound, of: metadata.etag)
            }
            return (range.lowerBound, bytes)
        }
    }

    private func fetchPiece(_ range: Range<Int>) async throws -> [UInt8] {
        let location: FileLocation
        if let known = client.locations[file] {
            location = known
        } else {
            location = try await client.locateAgain(file, expecting: metadata)
        }
        let sink = RangeSink(range, of: file)
        let transfer = ResumedTransfer(
            client: client, file: file, metadata: metadata, isWhole: false)
        try await transfer.run(sink, from: location)
        return sink.bytes
    }

    /// The wanted bytes from what was fetched and what was cached; `nil` when some are nowhere.
    private func assemble(
        _ wanted: [Range<Int>], from fetched: [(start: Int, bytes: [UInt8])]
    ) -> [[UInt8]]? {
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
    private func promote() -> Bool {
        let cached = client.ranges.ranges(of: metadata.etag)
        guard cached.contains(0..<metadata.size), let digest = ContentDigest(etag: metadata.etag)
        else { return true }
        var isRight = true
        client.keep { isRight = try makeBlob(digest) }
        client.keep { try client.ranges.remove(metadata.etag) }
        return isRight
    }

    private func makeBlob(_ digest: ContentDigest) throws -> Bool {
        let blob = client.cache.blobPath(metadata.etag, in: file.repository)
        try client.cache.prepareFolder(of: blob)
        let temporary = FileSystem.temporaryPath(beside: blob)
        defer { try? FileSystem.removeFile(temporary) }
        guard try write(to: temporary, digest) else { return false }
        try FileSystem.rename(temporary, to: blob)
        client.checked.insert(blob)
        _ = try client.cache.link(file, metadata)
        return true
    }

    private func write(to path: String, _ digest: ContentDigest) throws -> Bool {
        let output = try OpenFile(path, .createNew)
        var hasher = digest.hasher(size: metadata.size)
        for piece in ByteRanges([0..<metadata.size]).split(into: Self.pieceSize) {
            guard let bytes = assemble([piece], from: [])?.first else { return false }
            try bytes.withUnsafeBytes { try output.write($0, at: piece.lowerBound) }
            hasher.update(bytes)
        }
        // As for a download: the name must not outlive the bytes.
        try output.synchronize()
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
