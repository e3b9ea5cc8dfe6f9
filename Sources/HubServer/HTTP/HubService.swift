internal import HuggingFaceHub

/// The Hub's side of the HTTP surface: what the routes share.
struct HubService: Sendable {
    let configuration: HubServerConfiguration
    let store: RepositoryStore
    let addresses: SignedAddresses
    /// `http://host:port` of the Hub and of the large files.
    let endpoint: String
    let storageEndpoint: String

    var objects: ObjectStore { store.objects }

    /// Who asks.
    ///
    /// `nil` for somebody unknown.
    func caller(of request: IncomingRequest) throws -> HubAccount? {
        guard !configuration.accounts.isEmpty else {
            return HubAccount(name: "local")
        }
        guard let header = request.header("Authorization") else { return nil }
        let token = header.hasPrefix("Bearer ") ? String(header.dropFirst(7)) : ""
        guard let account = configuration.accounts[token] else {
            throw ServerFailure.unknownToken
        }
        return account
    }

    func isMember(_ caller: HubAccount?, of repository: RepositoryID) -> Bool {
        guard let caller else { return false }
        return configuration.accounts.isEmpty || caller.name == repository.namespace
            || caller.organizations.contains(repository.namespace)
    }

    /// The repository, if the caller may know of it.
    func visibleRecord(
        _ repository: RepositoryID, _ caller: HubAccount?
    ) async throws -> RepositoryRecord {
        let record = try await store.record(of: repository)
        guard let record, !record.isPrivate || isMember(caller, of: repository) else {
            throw caller == nil ? ServerFailure.signIn : ServerFailure.noRepository
        }
        return record
    }

    /// Checks that the caller may read the files.
    func checkFileAccess(
        _ repository: RepositoryID, _ record: RepositoryRecord, _ caller: HubAccount?
    ) throws {
        guard record.gate == nil || isMember(caller, of: repository) else {
            throw ServerFailure.gated("\(repository)", isKnown: caller != nil)
        }
    }

    /// Checks that the caller may change the repository.
    ///
    /// - Returns: who it is.
    func checkWriteAccess(
        _ repository: RepositoryID, _ caller: HubAccount?
    ) async throws -> HubAccount {
        _ = try await visibleRecord(repository, caller)
        guard let caller else { throw ServerFailure.signIn }
        guard caller.canWrite, isMember(caller, of: repository) else {
            throw ServerFailure.readOnly
        }
        return caller
    }

    /// The commit of a revision, with its id.
    func commit(
        _ revision: String, of repository: RepositoryID
    ) async throws -> (id: String, record: CommitRecord) {
        guard let id = try await store.resolve(revision, of: repository),
            let record = try await store.commit(id, of: repository)
        else { throw ServerFailure.noRevision(revision) }
        return (id, record)
    }
}
