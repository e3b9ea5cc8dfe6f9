internal import Foundation
internal import HuggingFaceHub

/// The repositories on disk.
///
/// ```text
/// <root>/repositories/<namespace>/<name>/repository.json
/// <root>/repositories/<namespace>/<name>/commits/<id>.json    with the listing of its files
/// <root>/repositories/<namespace>/<name>/refs/heads/main      the id of a commit
/// ```
/// Content is stored first, then the commit, then the reference, each written among what is
/// unfinished, synchronized and renamed: after a crash a branch is where it was or where it should
/// be, and no half of a file has a name among the references.
///
/// An actor, so that reading a branch, comparing it and moving it is one step.
actor RepositoryStore {
    let objects: ObjectStore
    private let root: String
    private var commits: [String: CommitRecord] = [:]

    init(root: String, isDurable: Bool) {
        self.root = root
        objects = ObjectStore(root: root, isDurable: isDurable)
    }

    // MARK: Repositories

    func record(of repository: RepositoryID) throws -> RepositoryRecord? {
        let path = "\(folder(of: repository))/repository.json"
        return try FileSystem.contents(of: path).map {
            try JSONCoding.decode(RepositoryRecord.self, from: $0)
        }
    }

    /// Makes a repository with a first commit, as the Hub does.
    ///
    /// - Returns: `nil` when it exists.
    func create(
        _ repository: RepositoryID, isPrivate: Bool, author: String
    ) throws -> RepositoryRecord? {
        guard try record(of: repository) == nil else { return nil }
        let id = (0..<12).map { _ in UInt8.random(in: 0...255) }.hexDigits
        let record = RepositoryRecord(
            id: id, isPrivate: isPrivate, gate: nil, created: timestamp(Date()),
            pullRequestCount: 0)
        let attributes = Array(LargeFileRule.attributes.utf8)
        let blob = try objects.storeBlob(attributes)
        let first = [".gitattributes": FileRecord(blob: blob, size: attributes.count)]
        let commit = CommitRecord(
            parent: nil, title: "initial commit", message: "", author: author,
            date: timestamp(Date()), files: first)
        try write(commit, to: "refs/heads/main", of: repository)
        // Last: a repository without this file does not exist.
        try save(record, of: repository)
        return record
    }

    func update(
        _ repository: RepositoryID, _ change: (inout RepositoryRecord) -> Void
    ) throws -> RepositoryRecord {
        guard var record = try record(of: repository) else { throw ServerFailure.noRepository }
        change(&record)
        try save(record, of: repository)
        return record
    }

    func delete(_ repository: RepositoryID) throws {
        // Gone at once for everybody else; what a crash leaves of it goes at the next start.
        let grave = try objects.unfinishedPath(repository.name)
        try FileSystem.rename(folder(of: repository), to: grave)
        try FileSystem.removeTree(grave)
    }

    // MARK: References

    /// The commit of a branch, a tag, a full reference or a commit's own id.
    func resolve(_ revision: String, of repository: RepositoryID) throws -> String? {
        if CommitID(revision) != nil {
            return try commit(revision, of: repository) == nil ? nil : revision
        }
        // A full name means itself, whatever a branch is called.
        let prefixes = revision.hasPrefix("refs/") ? [""] : ["refs/heads/", "refs/tags/"]
        for prefix in prefixes {
            if let id = try read("\(prefix)\(revision)", of: repository) { return id }
        }
        return nil
    }

    /// The references under a prefix such as `refs/heads/`, by name.
    func references(_ prefix: String, of repository: RepositoryID) throws -> [(String, String)] {
        let base = "\(folder(of: repository))/\(prefix)"
        guard let walk = FileManager.default.enumerator(atPath: base) else { return [] }
        var found: [(String, String)] = []
        while let name = walk.nextObject() as? String {
            if let id = try read("\(prefix)\(name)", of: repository) { found.append((name, id)) }
        }
        return found.sorted { $0.0 < $1.0 }
    }

    /// - Returns: whether the reference is new.
    func createReference(
        _ name: String, at commit: String, of repository: RepositoryID
    ) throws -> Bool {
        guard try read(name, of: repository) == nil else { return false }
        try point(name, to: commit, of: repository)
        return true
    }

    /// - Returns: whether there was one.
    func deleteReference(_ name: String, of repository: RepositoryID) throws -> Bool {
        guard try read(name, of: repository) != nil else { return false }
        try FileSystem.removeFile("\(folder(of: repository))/\(name)")
        return true
    }

    private func read(_ reference: String, of repository: RepositoryID) throws -> String? {
        guard reference.hasPrefix("refs/") else { return nil }
        try validateRevision(reference)
        return try FileSystem.contents(of: "\(folder(of: repository))/\(reference)").map {
            String(decoding: $0, as: UTF8.self).trimmedASCII
        }
    }

    private func point(
        _ reference: String, to commit: String, of repository: RepositoryID
    ) throws {
        try validateRevision(reference)
        let path = "\(folder(of: repository))/\(reference)"
        try objects.write(Array("\(commit)\n".utf8), to: path)
    }

    // MARK: Commits

    func commit(_ id: String, of repository: RepositoryID) throws -> CommitRecord? {
        let path = "\(folder(of: repository))/commits/\(id).json"
        if let known = commits[path] { return known }
        guard let bytes = try FileSystem.contents(of: path) else { return nil }
        let record = try JSONCoding.decode(CommitRecord.self, from: bytes)
        remember(record, path)
        return record
    }

    /// Adds a commit to a branch, or opens a pull request with it.
    func commit(
        _ change: CommitChange, to revision: String, of repository: RepositoryID, author: String
    ) throws -> (commit: String, pullRequest: Int?) {
        guard let head = try resolve(revision, of: repository) else {
            throw ServerFailure.noRevision(revision)
        }
        let branch = revision.hasPrefix("refs/") ? revision : "refs/heads/\(revision)"
        // A tag and a commit stay what they are, and no branch of that name comes to be.
        let isBranch = try !branch.hasPrefix("refs/tags/") && read(branch, of: repository) != nil
        guard change.opensPullRequest || isBranch else {
            throw ServerFailure.badRequest(
                "'\(revision)' is no branch: commits go to a branch or a pull request")
        }
        let base = try parent(of: change, head: head, repository)
        guard var files = try commit(base, of: repository)?.files else {
            throw ServerFailure.noRevision(base)
        }
        try change.apply(to: &files, objects)
        let record = CommitRecord(
            parent: base, title: change.title, message: change.message, author: author,
            date: timestamp(Date()), files: files)
        guard change.opensPullRequest else {
            return (try write(record, to: branch, of: repository), nil)
        }
        let number = try update(repository) { $0.pullRequestCount += 1 }.pullRequestCount
        return (try write(record, to: "refs/pr/\(number)", of: repository), number)
    }

    private func parent(
        of change: CommitChange, head: String, _ repository: RepositoryID
    ) throws -> String {
        guard let parent = change.parent else { return head }
        if change.opensPullRequest, let base = try resolve(parent, of: repository) { return base }
        guard head.hasPrefix(parent) else { throw ServerFailure.staleParent }
        return head
    }

    @discardableResult
    private func write(
        _ commit: CommitRecord, to reference: String, of repository: RepositoryID
    ) throws -> String {
        let id = gitCommitName(commit, seconds: Int(Date().timeIntervalSince1970))
        let path = "\(folder(of: repository))/commits/\(id).json"
        try objects.write(try JSONCoding.encode(commit), to: path)
        remember(commit, path)
        try point(reference, to: id, of: repository)
        return id
    }

    private func remember(_ commit: CommitRecord, _ path: String) {
        // Listings are large and the recent ones are those that are asked for.
        if commits.count >= 64 { commits.removeAll() }
        commits[path] = commit
    }

    private func save(_ record: RepositoryRecord, of repository: RepositoryID) throws {
        try objects.write(
            try JSONCoding.encode(record), to: "\(folder(of: repository))/repository.json")
    }

    private func folder(of repository: RepositoryID) -> String {
        "\(root)/repositories/\(repository.namespace)/\(repository.name)"
    }
}

/// A moment as the Hub writes it: UTC with milliseconds.
func timestamp(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
}
