internal import Synchronization

/// Parts of files, for reading a few rows of a large one: our own cache, bounded in size.
///
/// ```text
/// <directory>/<2 digits>/<etag>/<first>-<end>    the bytes first ..< end, then their SHA-256
/// ```
/// The name is the content's, so any repository and commit that has it shares the parts. A part
/// is written beside and renamed; one that is damaged is dropped when it is read. What was used
/// longest ago goes first.
struct RangeCache: Sendable {
    private static let digestSize = 32

    let directory: String
    let limit: Int
    private let room = Room()

    init(directory: String, limit: Int) {
        self.directory = directory
        self.limit = limit
    }

    /// The ranges of a content that are here.
    func ranges(of etag: String) -> ByteRanges {
        ByteRanges(fragments(of: etag))
    }

    /// The parts of a content that are here now, to be read one after the other.
    func parts(of etag: String) -> CachedParts {
        CachedParts(cache: self, etag: etag, extents: fragments(of: etag))
    }

    /// Keeps a part.
    ///
    /// A part larger than the whole cache may be is not kept.
    func store(_ bytes: [UInt8], at start: Int, of etag: String) throws {
        guard !bytes.isEmpty, bytes.count + Self.digestSize <= limit else { return }
        let folder = folder(of: etag)
        try FileSystem.createFolder(folder)
        if !room.take(bytes.count + Self.digestSize) {
            let left = try makeRoom(for: bytes.count + Self.digestSize)
            // Other processes write here too, so the count is not trusted for long.
            room.set(min(left, limit / 16))
        }
        try FileSystem.write(
            bytes + digest(of: bytes), to: "\(folder)/\(start)-\(start + bytes.count)")
    }

    /// Forgets all parts of a content.
    func remove(_ etag: String) throws {
        try FileSystem.removeTree(folder(of: etag))
    }

    /// How many bytes the cache takes on disk.
    func size() -> Int {
        files().reduce(0) { $0 + $1.size }
    }

    /// Removes what was used longest ago until `count` more bytes fit.
    ///
    /// - Returns: how many bytes may come after those `count`.
    func makeRoom(for count: Int) throws -> Int {
        var files = files()
        var total = files.reduce(0) { $0 + $1.size }
        guard total + count > limit else { return limit - total - count }
        files.sort { $0.modified < $1.modified }
        // Down to nine tenths, so that the next part does not have to make room again.
        for file in files where total + count > limit / 10 * 9 {
            try FileSystem.removeFile(file.path)
            total -= file.size
        }
        return limit - total - count
    }

    /// A part on disk.
    struct PartFile {
        let etag: String
        let path: String
        let size: Int
        let modified: Int
    }

    /// All parts of all contents, and what is left of writing them.
    func files() -> [PartFile] {
        FileSystem.names(in: directory).flatMap { prefix in
            FileSystem.names(in: "\(directory)/\(prefix)").flatMap { etag in
                let folder = "\(directory)/\(prefix)/\(etag)"
                return FileSystem.names(in: folder).compactMap { name in
                    let path = "\(folder)/\(name)"
                    return FileSystem.status(of: path).map {
                        PartFile(etag: etag, path: path, size: $0.size, modified: $0.modified)
                    }
                }
            }
        }
    }

    /// The names of the contents that something is here of.
    func contentNames() -> [String] {
        FileSystem.names(in: directory).flatMap { FileSystem.names(in: "\(directory)/\($0)") }
    }

    private func folder(of etag: String) -> String {
        "\(directory)/\(etag.prefix(2))/\(etag)"
    }

    private func fragments(of etag: String) -> [Range<Int>] {
        FileSystem.names(in: folder(of: etag)).compactMap { name in
            let ends = name.split(separator: "-").compactMap { Int($0) }
            return ends.count == 2 && 0 <= ends[0] && ends[0] < ends[1]
                ? ends[0]..<ends[1] : nil
        }
    }

    /// The bytes of a part; `nil` when it is gone or damaged, and then it is removed.
    fileprivate func contents(_ fragment: Range<Int>, of etag: String) -> ArraySlice<UInt8>? {
        let path = "\(folder(of: etag))/\(fragment.lowerBound)-\(fragment.upperBound)"
        // A part that another process has just evicted is one that is not here.
        guard let stored = try? FileSystem.contents(of: path) else { return nil }
        let bytes = stored.dropLast(Self.digestSize)
        guard bytes.count == fragment.count,
            stored.suffix(Self.digestSize).elementsEqual(digest(of: Array(bytes)))
        else {
            try? FileSystem.removeFile(path)
            return nil
        }
        FileSystem.touch(path)
        return bytes
    }

    private func digest(of bytes: [UInt8]) -> [UInt8] {
        var hasher = ContentHasher()
        hasher.update(bytes)
        return hasher.bytes()
    }
}

/// The parts of one content, listed once for many reads.
struct CachedParts {
    fileprivate let cache: RangeCache
    fileprivate let etag: String
    fileprivate let extents: [Range<Int>]
    /// The part that was read last: neighbouring reads are often in the same one.
    private var last: (extent: Range<Int>, bytes: ArraySlice<UInt8>)?

    fileprivate init(cache: RangeCache, etag: String, extents: [Range<Int>]) {
        self.cache = cache
        self.etag = etag
        self.extents = extents
    }

    /// Hands every part that has some of `wanted` to `body`, as extents in the file and bytes.
    mutating func forEach(
        overlapping wanted: Range<Int>, _ body: (Range<Int>, ArraySlice<UInt8>) -> Void
    ) {
        for extent in extents where extent.overlaps(wanted) {
            if last?.extent != extent {
                last = cache.contents(extent, of: etag).map { (extent, $0) }
            }
            if let last, last.extent == extent { body(extent, last.bytes) }
        }
    }
}

/// How many bytes may be written before the cache is measured again.
///
/// A class because all copies of a cache share it.
private final class Room: Sendable {
    private let bytes = Mutex(0)

    func take(_ count: Int) -> Bool {
        bytes.withLock { left in
            guard left >= count else { return false }
            left -= count
            return true
        }
    }

    func set(_ count: Int) {
        bytes.withLock { $0 = count }
    }
}
