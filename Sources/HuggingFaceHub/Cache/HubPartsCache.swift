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

    /// Removes the parts of files that no revision known to `cache` lists.
    ///
    /// - Parameters:
    ///   - shared: the cache whose references and listings say what is needed. The parts of a
    ///     file at a commit that no reference points to go.
    ///   - isDryRun: whether to only say what would go.
    /// - Returns: the files and their size.
    /// - Throws: ``HubError`` when a file cannot be removed or a listing not be read.
    /// - Complexity: O(parts + files listed).
    public func prune(neededBy shared: HubCache, isDryRun: Bool = false) throws -> PruneReport {
        let needed = try shared.listedETags()
        let unused = cache.files().filter { file in
            !needed.contains(RangeCache.contentName(ofKey: file.etag))
        }
        if !isDryRun {
            for file in unused { try FileSystem.removeFile(file.path) }
        }
        return PruneReport(
            paths: unused.map { URL(fileURLWithPath: $0.path) }.sorted { $0.path < $1.path },
            byteCount: unused.reduce(0) { $0 + $1.size })
    }
}

extension HubCache {
    /// The names of the content that the listings of referenced commits have.
    fileprivate func listedETags() throws -> Set<String> {
        var found: Set<String> = []
        for cached in repositories() {
            for commit in Set(cached.references.values) {
                let listing = try tree(of: commit, in: cached.repository)
                found.formUnion(listing?.files.map(\.etag) ?? [])
            }
        }
        return found
    }
}
