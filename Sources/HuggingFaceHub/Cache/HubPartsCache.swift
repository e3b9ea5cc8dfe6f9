public import Foundation

/// The cache of parts of files, which ``HubClient/readRanges(_:of:metadata:)`` fills: this package's
/// own, beside the one that is shared.
public struct HubPartsCache: Sendable {
    /// The folder that holds the parts.
    public let directory: URL

    /// The cache in a folder, which need not be there.
    public init(directory: URL) {
        self.directory = directory
    }

    private var cache: RangeCache { RangeCache(directory: directory.path, limit: Int.max) }

    /// The bytes that the parts take.
    ///
    /// - Complexity: O(parts); no content is read.
    public func sizeOnDisk() -> Int { cache.size() }

    /// Removes the parts of files that no revision known to `cache` lists, and of those that the
    /// shared cache has whole.
    ///
    /// - Parameters:
    ///   - shared: the cache whose references and listings say what is needed. The parts of a
    ///     file at a commit that no reference points to go, and the commit's listing.
    ///   - isDryRun: whether to only say what would go.
    /// - Returns: the files and their size.
    /// - Throws: ``HubError`` when a file cannot be removed or a listing not be read.
    /// - Complexity: O(parts + files listed).
    public func prune(neededBy shared: HubCache, isDryRun: Bool = false) throws -> PruneReport {
        let needed = try neededKeys(shared)
        let unused = cache.files().filter { !needed.contains($0.etag) }
        if !isDryRun {
            for file in unused { try FileSystem.removeFile(file.path) }
        }
        return PruneReport(
            paths: unused.map { URL(fileURLWithPath: $0.path) }.sorted { $0.path < $1.path },
            byteCount: unused.reduce(0) { $0 + $1.size })
    }

    /// The names under which something is kept that a referenced commit needs.
    private func neededKeys(_ shared: HubCache) throws -> Set<String> {
        var keys: Set<String> = []
        for cached in shared.repositories() {
            let repository = cached.repository
            for commit in Set(cached.references.values) {
                keys.insert(RangeCache.key(of: commit, in: repository))
                let listing =
                    try shared.tree(of: commit, in: repository)
                    ?? cache.listing(of: commit, in: repository)
                guard let listing else { continue }
                if let card = RangeCache.cardKey(of: listing) { keys.insert(card) }
                for entry in listing.files {
                    let metadata = FileMetadata(
                        commit: commit, size: entry.size, etag: entry.etag)
                    // What is there whole is read there.
                    guard !shared.hasBlob(metadata, in: repository) else { continue }
                    keys.insert(entry.etag)
                }
            }
        }
        return keys
    }
}
