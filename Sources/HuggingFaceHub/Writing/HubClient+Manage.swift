internal import Foundation

extension HubClient {
    private struct CreateBody: Encodable {
        let name: String
        let organization: String
        let type = "dataset"
        let visibility: String?
    }

    private struct DeleteBody: Encodable {
        let name: String
        let organization: String
        let type = "dataset"
    }

    /// Makes a dataset repository.
    ///
    /// - Parameters:
    ///   - repository: its name.
    ///   - isPrivate: who may see it; `nil` for the default of its namespace.
    ///   - mayExist: whether a repository that is there already is fine, also for an account that
    ///     may not create one; its visibility is then left as it is.
    /// - Returns: whether it is new.
    /// - Throws: ``HubError``; ``HubError/Code/alreadyExists`` unless `mayExist`.
    @discardableResult
    public func createRepository(
        _ repository: RepositoryID, isPrivate: Bool? = nil, mayExist: Bool = false
    ) async throws -> Bool {
        try repository.requireWritable()
        let subject = HubSubject(repository)
        let body = CreateBody(
            name: repository.name, organization: repository.namespace,
            visibility: isPrivate.map { $0 ? "private" : "public" })
        do {
            try await create(body, subject)
            return true
        } catch let error as HubError where mayExist && error.mayMeanThatItExists {
            // Also an account that may not create may use what is there, and a lost answer is
            // settled by looking.
            do {
                _ = try await repositoryInfo(of: repository)
            } catch let lookup as HubError where lookup.code == .repositoryNotFound {
                throw error
            }
            return false
        }
    }

    /// Asks again while the Hub is busy with something else in the same namespace.
    private func create(_ body: CreateBody, _ subject: HubSubject) async throws {
        var attempt = 0
        while true {
            do {
                _ = try await post("create", subject, "/api/repos/create", body, .onlyIfRefused)
                return
            } catch let error as HubError
                where error.isOfAnotherOperation
                && attempt < configuration.retryPolicy.retryCount
            {
                let request = HubRequest("create", subject, url: configuration.endpoint)
                try await session.wait(before: attempt, after: .commit(error), request)
                attempt += 1
            }
        }
    }

    /// Removes a repository with all its commits.
    ///
    /// It cannot be undone.
    ///
    /// - Parameter repository: the repository.
    /// - Throws: ``HubError``.
    public func deleteRepository(_ repository: RepositoryID) async throws {
        try repository.requireWritable()
        let body = DeleteBody(name: repository.name, organization: repository.namespace)
        var request = HubRequest(
            "delete", HubSubject(repository),
            url: "\(configuration.endpoint)/api/repos/delete")
        request.method = "DELETE"
        request.repetition = .onlyIfRefused
        try request.setJSON(body)
        _ = try await session.answer(request)
    }

    /// Makes a branch.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - repository: the repository.
    ///   - start: where it begins: a branch, a tag or a commit.
    /// - Throws: ``HubError``; ``HubError/Code/alreadyExists`` when there is one of that name.
    public func createBranch(
        _ name: String, in repository: RepositoryID, from start: String = "main"
    ) async throws {
        try repository.requireWritable()
        try validateRevision(name)
        let escaped = WebAddress.escape(name, keepingSlashes: false)
        _ = try await post(
            "create the branch '\(name)' of", HubSubject(repository),
            "/api/datasets/\(repository)/branch/\(escaped)", ["startingPoint": start],
            .onlyIfRefused)
    }

    private struct AccountAnswer: Decodable {
        let name: String
    }

    /// The name of the account that the token belongs to.
    ///
    /// - Returns: the name.
    /// - Throws: ``HubError``; ``HubError/Code/invalidToken`` without a token that the Hub knows.
    public func accountName() async throws -> String {
        let request = HubRequest(
            "ask who is asking", url: "\(configuration.endpoint)/api/whoami-v2")
        return try await decode(AccountAnswer.self, from: session.answer(request), .none).name
    }

    private struct CardBody: Encodable {
        let content: String
        let repoType = "dataset"
    }

    private struct CardAnswer: Decodable {
        struct Remark: Decodable {
            let message: String
        }

        let errors: [Remark]?
        let warnings: [Remark]?
    }

    /// Lets the Hub check a dataset card before it is committed.
    ///
    /// - Parameter card: the text of `README.md`.
    /// - Returns: the Hub's warnings.
    /// - Throws: ``HubError`` with code ``HubError/Code/refused`` and the Hub's words when the card
    ///   has errors.
    public func validateCard(_ card: String) async throws -> [String] {
        let subject = HubSubject()
        let body = CardBody(content: card)
        let answer = try await post(
            "validate the dataset card at", subject, "/api/validate-yaml", body, .always,
            accepting: [400])
        guard answer.status != 400 else {
            throw HubError.cardRefused(ErrorBody.message(in: answer.body) ?? "no reason given")
        }
        let remarks = try decode(CardAnswer.self, from: answer, subject)
        let errors = (remarks.errors ?? []).map(\.message)
        guard errors.isEmpty else {
            throw HubError.cardRefused(errors.joined(separator: "; "))
        }
        return (remarks.warnings ?? []).map(\.message)
    }

    /// Posts JSON to a path of the endpoint.
    func post(
        _ action: String, _ subject: HubSubject, _ path: String, _ body: some Encodable,
        _ repetition: HubRequest.Repetition, accepting accepted: Set<Int> = []
    ) async throws -> HubAnswer {
        var request = HubRequest(action, subject, url: configuration.endpoint + path)
        request.method = "POST"
        request.accepted = accepted
        request.repetition = repetition
        try request.setJSON(body)
        return try await session.answer(request)
    }
}

extension HubRequest {
    mutating func setJSON(_ value: some Encodable, type: String = "application/json") throws {
        headers["Content-Type"] = type
        body = .bytes(try JSONCoding.encode(value))
    }
}

extension HubError {
    /// A refusal to create that leaves open whether the repository is there.
    fileprivate var mayMeanThatItExists: Bool {
        [.alreadyExists, .forbidden, .network, .serverFailure].contains(code)
            || [401, 402].contains(status)
    }

    /// The one conflict that passes by itself; any other says that the name is taken.
    fileprivate var isOfAnotherOperation: Bool {
        status == 409 && message.contains("nother conflicting operation is in progress")
    }

    fileprivate static func cardRefused(_ reason: String) -> HubError {
        HubError(.refused, "The Hub refuses the dataset card: \(reason).", path: "README.md")
    }
}

extension RepositoryID {
    /// Refuses a repository that this library does not write to.
    func requireWritable() throws {
        guard kind == .dataset else { throw HubError.modelIsOnlyRead(self) }
    }
}
