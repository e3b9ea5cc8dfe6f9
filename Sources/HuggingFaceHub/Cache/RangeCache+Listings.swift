/// What the Hub says of a commit, kept beside the parts of files: its listing under the names of
/// commit and repository, and what its card declares under the name of the card's content.
///
/// Not in the cache that is shared: `huggingface_hub` has no place for cards, and takes a listing
/// there for the promise of a whole download.
extension RangeCache {
    /// Keeps a listing, and its card if it has one.
    func storeListing(_ snapshot: RepositorySnapshot) throws {
        // What a commit has never changes, and the same content has the same card.
        try replace(
            Self.key(of: snapshot.commit, in: snapshot.repository),
            JSONCoding.encode(TreeFile(snapshot)))
        if let key = Self.cardKey(of: snapshot), let card = snapshot.cardData {
            try replace(key, JSONCoding.encode(card))
        }
    }

    private func replace(_ key: String, _ bytes: [UInt8]) throws {
        guard ranges(of: key).ranges != [0..<bytes.count] else { return }
        try remove(key)
        try store(bytes, at: 0, of: key)
    }

    /// The listing of a commit; nil when it is not here.
    func listing(of commit: CommitID, in repository: RepositoryID) -> RepositorySnapshot? {
        contents(of: Self.key(of: commit, in: repository)).flatMap {
            TreeFile.snapshot(from: $0, of: commit, in: repository)
        }
    }

    /// The card of a listing; nil when it is not here, and then the file itself can be read.
    func card(of snapshot: RepositorySnapshot) -> HubJSON? {
        Self.cardKey(of: snapshot).flatMap { contents(of: $0) }
            .flatMap { try? JSONCoding.decode(HubJSON.self, from: $0) }
    }

    /// What was kept in one piece.
    private func contents(of key: String) -> [UInt8]? {
        var parts = parts(of: key)
        var found: [UInt8]?
        parts.forEach(overlapping: 0..<1) { _, bytes in found = Array(bytes) }
        return found
    }

    /// The name that the listing of a commit is kept under.
    static func key(of commit: CommitID, in repository: RepositoryID) -> String {
        commit.hex + mark(of: repository)
    }

    private static func mark(of repository: RepositoryID) -> String {
        "-tree-\(repository.cacheFolder)"
    }

    /// The name that the card of a listing is kept under; nil when it has none.
    static func cardKey(of snapshot: RepositorySnapshot) -> String? {
        snapshot["README.md"].map { "\($0.etag)-card" }
    }

    /// The commits of a repository whose listings are here.
    ///
    /// - Complexity: O(contents).
    func listedCommits(of repository: RepositoryID) -> [CommitID] {
        let mark = Self.mark(of: repository)
        return contentNames().compactMap { name in
            name.hasSuffix(mark) ? CommitID(String(name.dropLast(mark.count))) : nil
        }
    }
}
