internal import Foundation

/// The commit itself: sent once, or again only when it is certain that it was not done.
extension CommitJob {
    struct Posted: Sendable {
        let commit: CommitID
        let pullRequest: Int?
    }

    private struct Answer: Decodable {
        let commitOid: String
        let pullRequestUrl: String?
    }

    /// A commit whose answer was lost: it may have been done.
    private struct Lost {
        let base: CommitID
        let error: HubError
    }

    func post(_ operations: [PreparedOperation]) async throws -> Posted {
        var lost: Lost?
        var attempt = 0
        while true {
            // The parent makes the commit conditional: one that was done already is refused. After
            // a lost answer it stays, or the changes would go on top of themselves.
            let base: CommitID
            if let known = lost?.base ?? options.parent {
                base = known
            } else {
                base = try await head()
            }
            do {
                return try await send(operations, base: base)
            } catch let error as HubError {
                let meaning = error.meaningForCommit
                let isLast = attempt >= client.configuration.retryPolicy.retryCount
                if meaning == .unknown { lost = Lost(base: base, error: error) }
                if !isLast, meaning == .busy || meaning == .unknown {
                    try await client.session.wait(
                        before: attempt, after: .commit(error), waitReason)
                }
                if let known = lost, meaning == .unknown || meaning == .moved {
                    if let done = try await lookForCommit(operations, known) { return done }
                    // The branch is where it was: the commit was not done.
                    lost = meaning == .moved ? nil : lost
                } else if meaning == .moved, options.parent != nil {
                    throw error
                }
                guard !isLast, meaning != .refused else { throw error }
                attempt += 1
            }
        }
    }

    private var waitReason: HubRequest {
        HubRequest("commit to", subject, url: client.configuration.endpoint)
    }

    private func send(_ operations: [PreparedOperation], base: CommitID) async throws -> Posted {
        var request = HubRequest(
            "commit to", subject,
            url: client.api(repository, "/commit/\(escapedRevision)\(query)"))
        request.method = "POST"
        request.repetition = .onlyIfRefused
        // The Hub may work on a large commit for a minute before it answers.
        request.idleTimeout = max(120, client.configuration.downloadTimeout)
        request.headers["Content-Type"] = "application/x-ndjson"
        request.body = .bytes(try lines(operations, base: base))
        let answer = try await client.session.answer(request)
        let decoded = try client.decode(Answer.self, from: answer, subject)
        guard let commit = CommitID(decoded.commitOid) else {
            throw HubError.badAnswer("names no commit", subject: subject)
        }
        let number = decoded.pullRequestUrl?.split(separator: "/").last.flatMap { Int($0) }
        return Posted(commit: commit, pullRequest: number)
    }

    /// After a lost answer: whether the branch is now at this very commit.
    ///
    /// - Returns: the commit when it was done, `nil` when the branch has not moved.
    private func lookForCommit(
        _ operations: [PreparedOperation], _ lost: Lost
    ) async throws -> Posted? {
        guard !options.opensPullRequest else {
            throw HubError.pullRequestOutcomeUnknown(subject, underlying: lost.error)
        }
        do {
            let newest = try await client.commits(of: repository, revision: options.revision).first
            guard let newest else {
                throw HubError.badAnswer("lists no commit", subject: subject)
            }
            if newest.commit == lost.base { return nil }
            let snapshot = try await client.snapshot(of: repository, revision: newest.commit.hex)
            guard newest.title == message, operations.allSatisfy({ $0.isDone(in: snapshot) }) else {
                throw HubError.commitOutcomeUnknown(
                    subject, head: newest.commit.hex, underlying: lost.error)
            }
            return Posted(commit: newest.commit, pullRequest: nil)
        } catch let error as HubError where error.isUnreachable {
            // What matters is the commit, not that nobody could be asked about it.
            throw lost.error
        }
    }

    // MARK: The body

    private struct Line<Value: Encodable>: Encodable {
        let key: String
        let value: Value
    }

    private struct Header: Encodable {
        let summary: String
        let description: String
        let parentCommit: String
    }

    private struct RegularFile: Encodable {
        let path: String
        let content: String
        let encoding = "base64"
    }

    private struct LargeFile: Encodable {
        let path: String
        let algo = "sha256"
        let oid: String
        let size: Int
    }

    /// One JSON object per line, the header first.
    private func lines(_ operations: [PreparedOperation], base: CommitID) throws -> [UInt8] {
        let header = Header(
            summary: message, description: options.description, parentCommit: base.hex)
        var body = try JSONCoding.encode(Line(key: "header", value: header))
        for operation in operations {
            body.append(UInt8(ascii: "\n"))
            switch operation {
            case .regular(let file, _):
                let content = Data(try file.bytes()).base64EncodedString()
                let value = RegularFile(path: file.path, content: content)
                body += try JSONCoding.encode(Line(key: "file", value: value))
            case .large(let file, let sha256):
                let value = LargeFile(path: file.path, oid: sha256, size: file.size)
                body += try JSONCoding.encode(Line(key: "lfsFile", value: value))
            case .stored(let path, let sha256, let size):
                let value = LargeFile(path: path, oid: sha256, size: size)
                body += try JSONCoding.encode(Line(key: "lfsFile", value: value))
            case .deleteFile(let path):
                body += try JSONCoding.encode(Line(key: "deletedFile", value: ["path": path]))
            case .deleteFolder(let path):
                let folder = path.hasSuffix("/") ? path : path + "/"
                body += try JSONCoding.encode(Line(key: "deletedFolder", value: ["path": folder]))
            }
        }
        return body
    }
}

extension HubError {
    fileprivate enum CommitMeaning {
        /// It was not done and will not be.
        case refused
        /// It was not done: the branch is elsewhere.
        case moved
        /// It was not done: another one is under way.
        case busy
        /// It may have been done.
        case unknown
    }

    fileprivate var meaningForCommit: CommitMeaning {
        switch (code, status) {
        case (.staleParent, 412): .moved
        case (_, 409): .busy
        case (.network, _), (.serverFailure, _), (_, 408): .unknown
        default: .refused
        }
    }
}
