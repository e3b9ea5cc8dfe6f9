internal import Foundation

extension HubClient {
    /// Changes files of a repository in one commit: all of them or none.
    ///
    /// Large files are sent first, several at once; content that the Hub has is not sent again,
    /// and a file that is as it should be is left out of the commit. The commit itself is never
    /// sent twice blindly: when its answer is lost, the repository is looked at first.
    ///
    /// - Parameters:
    ///   - operations: the changes; each path once.
    ///   - repository: the repository.
    ///   - message: the first line of the commit's message.
    ///   - options: the branch, the parent, and so on.
    /// - Returns: the commit, and what was sent.
    /// - Throws: ``HubError``: ``HubError/Code/staleParent`` when the branch is no longer at
    ///   `options.parent`, ``HubError/Code/forbidden`` for a token that may not write,
    ///   ``HubError/Code/entryNotFound`` when a path to be removed is not there. Nothing has
    ///   changed then, but for objects in the Hub's store that no commit uses.
    public func commit(
        _ operations: [CommitOperation], to repository: RepositoryID, message: String,
        options: CommitOptions = CommitOptions()
    ) async throws -> CommitOutcome {
        try repository.requireWritable()
        try validateRevision(options.revision)
        try check(operations)
        let job = CommitJob(
            client: self, repository: repository, message: message, options: options)
        return try await job.run(operations)
    }

    private func check(_ operations: [CommitOperation]) throws {
        var seen: Set<String> = []
        for operation in operations {
            let path = operation.path
            try validateCommitPath(path.hasSuffix("/") ? String(path.dropLast()) : path)
            guard seen.insert(path).inserted else { throw HubError.repeatedPath(path) }
        }
    }
}

/// Refuses a path that no commit may write.
func validateCommitPath(_ path: String) throws {
    try validatePath(path)
    guard let first = path.split(separator: "/").first, ![".git", ".cache"].contains(first) else {
        throw HubError.protectedPath(path)
    }
}

/// One call of ``HubClient/commit(_:to:message:options:)``.
struct CommitJob: Sendable {
    let client: HubClient
    let repository: RepositoryID
    let message: String
    let options: CommitOptions

    var subject: HubSubject { HubSubject(repository, revision: options.revision) }
    var escapedRevision: String { WebAddress.escape(options.revision, keepingSlashes: false) }
    var query: String { options.opensPullRequest ? "?create_pr=1" : "" }

    func run(_ operations: [CommitOperation]) async throws -> CommitOutcome {
        let plan = try await prepare(operations)
        guard !plan.changes.isEmpty else {
            return CommitOutcome(
                commit: try await head(), isNew: false, pullRequest: nil,
                unchangedPaths: plan.unchanged, ignoredPaths: plan.ignored, uploadedBytes: 0)
        }
        let sent = try await LargeFileUpload(job: self).send(plan.changes)
        let answer = try await post(plan.changes)
        return CommitOutcome(
            commit: answer.commit, isNew: true, pullRequest: answer.pullRequest,
            unchangedPaths: plan.unchanged, ignoredPaths: plan.ignored, uploadedBytes: sent)
    }

    /// The commit that the branch is at.
    func head() async throws -> CommitID {
        try await client.repositoryInfo(of: repository, revision: options.revision).commit
    }

    // MARK: Asking what each file is to be

    private struct PreuploadBody: Encodable {
        struct File: Encodable {
            let path: String
            let sample: String
            let size: Int
        }

        let files: [File]
    }

    struct PreuploadAnswer: Decodable {
        struct File: Decodable {
            let path: String
            let uploadMode: String
            let shouldIgnore: Bool
            let oid: String?

            /// Whether the content goes to the object store.
            ///
            /// An empty file has no object; the Hub keeps it as text whatever it says.
            func isLarge(_ file: CommitFile) -> Bool {
                uploadMode == "lfs" && file.size > 0
            }
        }

        let files: [File]
    }

    private struct Plan {
        var changes: [PreparedOperation] = []
        var unchanged: [String] = []
        var ignored: [String] = []
    }

    private func prepare(_ operations: [CommitOperation]) async throws -> Plan {
        var plan = Plan()
        var files: [CommitFile] = []
        for operation in operations {
            switch operation {
            case .add(let path, .bytes(let bytes)):
                files.append(CommitFile(path: path, bytes))
            case .add(let path, .file(let url)):
                files.append(try CommitFile(path: path, url))
            case .add(let path, .stored(let sha256, let size)):
                plan.changes.append(.stored(path, sha256: sha256, size: size))
            case .deleteFile(let path): plan.changes.append(.deleteFile(path))
            case .deleteFolder(let path): plan.changes.append(.deleteFolder(path))
            }
        }
        for start in stride(from: 0, to: files.count, by: 256) {
            let some = Array(files[start..<min(start + 256, files.count)])
            let answers = try await preupload(some)
            for file in some { try add(file, answers[file.path], to: &plan) }
        }
        return plan
    }

    private func add(
        _ file: CommitFile, _ answer: PreuploadAnswer.File?, to plan: inout Plan
    ) throws {
        guard let answer, !answer.shouldIgnore else {
            plan.ignored.append(file.path)
            return
        }
        let isLarge = answer.isLarge(file)
        let digest = try file.digest(asGitBlob: !isLarge)
        if answer.oid == digest {
            plan.unchanged.append(file.path)
        } else {
            plan.changes.append(
                isLarge ? .large(file, sha256: digest) : .regular(file, gitBlob: digest))
        }
    }

    func preupload(_ files: [CommitFile]) async throws -> [String: PreuploadAnswer.File] {
        let body = PreuploadBody(
            files: try files.map { file in
                PreuploadBody.File(
                    path: file.path, sample: Data(try file.sample()).base64EncodedString(),
                    size: file.size)
            })
        let path = "/api/datasets/\(repository)/preupload/\(escapedRevision)\(query)"
        let answer = try await client.post("write to", subject, path, body, .always)
        let decoded = try client.decode(PreuploadAnswer.self, from: answer, subject)
        let byPath = Dictionary(decoded.files.map { ($0.path, $0) }) { first, _ in first }
        guard files.allSatisfy({ byPath[$0.path] != nil }) else {
            throw HubError.badAnswer("leaves out a file that was asked about", subject: subject)
        }
        return byPath
    }
}
