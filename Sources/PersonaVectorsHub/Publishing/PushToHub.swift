public import HuggingFaceHub
public import PersonaVectors

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Publishes the vectors of a local store as one config of a dataset repository, in one commit.
///
/// The commit holds the shards and the merged card: prose, unknown keys and other configs of a card
/// that is there are kept. Shards whose content the repository has are not sent; shards of an
/// earlier push of the same split that are of no more use are removed. When somebody else commits
/// meanwhile, the card is merged again and the commit is made on top. A push that is interrupted
/// leaves the repository as it was; the next one sends only what is missing.
///
/// `datasets` loads the result with `vector` as an `Array2D` of float32.
///
/// - Parameters:
///   - repository: the dataset repository, `namespace/name`; made when it is not there.
///   - modelName: the model's id.
///   - maskStrategy: the tokens that the vectors were averaged over.
///   - rootDirectory: the folder of the local store.
///   - variants: the variants; those without vectors are left out.
///   - options: branch, shards, checks, dry run.
///   - client: the client; nil makes one from the `HF_…` environment.
/// - Returns: what was done, or with `isDryRun` would be.
/// - Throws: ``/PersonaVectors/ArtifactError`` with code `notFound` when no variant has vectors, `invalidTensorFile`
///   when a check fails, `invalidShape` when vectors differ in shape from each other or from the
///   config's other splits, `invalidName` for a model or variant that cannot be a config or split;
///   ``/HuggingFaceHub/HubError``. The repository is as before then.
/// - Complexity: O(bytes); one vector and one row group are in memory. Each shard is on disk from
///   when it is written until it is sent, three at a time: of the default size 1.5 GB.
public func pushToHub(
    _ repository: String, modelName: String, maskStrategy: MaskStrategy = .answerMean,
    rootDirectory: URL, variants: [PromptVariant] = PromptVariant.defaults,
    options: PushOptions = PushOptions(), client: HubClient? = nil
) async throws -> PushReport {
    let id = try RepositoryID(repository)
    let client = try client ?? HubClient(HubConfiguration())
    let store = try PersonaVectorStore(
        modelName: modelName, rootDirectory: rootDirectory, maskStrategy: maskStrategy,
        variants: variants)
    let present = try store.availableVariants()
    guard !present.isEmpty else {
        throw ArtifactError.nothingToPush(modelName, variants: variants, root: rootDirectory.path)
    }
    let configName = activationConfigName(modelName: modelName, maskStrategy: maskStrategy)
    try checkNames(configName, present)
    if options.verifies { try check(store, present) }
    let drafts = try present.map { variant in
        try SplitDraft(
            variant, of: store, configName: configName, maxShardSize: options.maxShardSize)
    }
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "persona-vectors-push-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // What is left behind here costs disk only; the system clears this folder.
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await Push(
        client: client, repository: id, configName: configName, drafts: drafts,
        builder: ShardBuilder(store: store, folder: folder, options: options), options: options
    ).run()
}

private func checkNames(_ configName: String, _ variants: [PromptVariant]) throws {
    guard !configName.contains(where: { "<>:\\|?*".contains($0) }) else {
        throw ArtifactError.noConfigName(configName)
    }
    for variant in variants where !DatasetCard.isSplitName(variant.rawValue) {
        throw ArtifactError.noSplitName(variant)
    }
}

/// Refuses damaged tensors; files that no manifest lists are not pushed and do not matter.
private func check(_ store: PersonaVectorStore, _ variants: [PromptVariant]) throws {
    let findings = try store.verify(variants: variants).findings.filter { $0.kind != .orphaned }
    if let first = findings.first {
        throw ArtifactError.notFitToPush(first, count: findings.count)
    }
}

/// One push of splits that are known to be fit.
private struct Push {
    /// How often somebody else's commit may come first.
    private static let attemptCount = 8

    let client: HubClient
    let repository: RepositoryID
    let configName: String
    let drafts: [SplitDraft]
    let builder: ShardBuilder
    let options: PushOptions

    func run() async throws -> PushReport {
        var snapshot = try await currentSnapshot()
        let isNew = snapshot == nil
        let staysPublic = try await staysPublic(isNew: isNew)
        try await PushPlan.check(
            drafts, configName: configName, client: client, snapshot: snapshot)
        if isNew, !options.isDryRun { snapshot = try await makePlace() }
        let (splits, sentBytes) = try await ShardSending(
            client: client, repository: repository, drafts: drafts, builder: builder,
            commit: commitOptions(parent: nil)
        ).run(against: snapshot)
        var attempt = 1
        while true {
            let plan = try await PushPlan(
                splits, configName: configName, client: client, snapshot: snapshot)
            guard !options.isDryRun, !plan.operations.isEmpty else {
                return report(
                    plan, isNew: isNew, staysPublic, commit: snapshot?.commit,
                    sentBytes: sentBytes)
            }
            if let card = plan.card { _ = try await client.validateCard(card) }
            do {
                let outcome = try await client.commit(
                    plan.operations, to: repository, message: options.message,
                    options: commitOptions(parent: snapshot?.commit))
                return report(
                    plan, isNew: isNew, staysPublic, commit: outcome.commit,
                    sentBytes: sentBytes + outcome.uploadedBytes, outcome.pullRequest)
            } catch let error as HubError
                where error.code == .staleParent && attempt < Self.attemptCount
            {
                // Somebody was faster; the shards are up already, the card is merged anew.
                attempt += 1
                snapshot = try await currentSnapshot()
                if snapshot == nil { snapshot = try await makePlace() }
            }
        }
    }

    private func staysPublic(isNew: Bool) async throws -> Bool {
        guard options.isPrivate == true, !isNew else { return false }
        return try await !client.repositoryInfo(of: repository, revision: options.revision)
            .isPrivate
    }

    /// The listing of the branch; nil when there is no such repository or branch.
    private func currentSnapshot() async throws -> RepositorySnapshot? {
        do {
            return try await client.snapshot(of: repository, revision: options.revision)
        } catch let error as HubError
            where error.code == .repositoryNotFound || error.code == .revisionNotFound
        {
            return nil
        }
    }

    private func makePlace() async throws -> RepositorySnapshot {
        try await client.createRepository(
            repository, isPrivate: options.isPrivate, mayExist: true)
        do {
            return try await client.snapshot(of: repository, revision: options.revision)
        } catch let error as HubError where error.code == .revisionNotFound {
            try await client.createBranch(options.revision, in: repository)
            return try await client.snapshot(of: repository, revision: options.revision)
        }
    }

    private func commitOptions(parent: CommitID?) -> CommitOptions {
        var commit = CommitOptions()
        commit.revision = options.revision
        commit.parent = parent
        commit.opensPullRequest = options.opensPullRequest
        if let progress = options.progress { commit.progress = { progress(.sending($0)) } }
        return commit
    }

    private func report(
        _ plan: PushPlan, isNew: Bool, _ staysPublic: Bool, commit: CommitID?, sentBytes: Int,
        _ pullRequest: Int? = nil
    ) -> PushReport {
        PushReport(
            repository: repository, configName: configName, variants: drafts.map(\.variant),
            files: plan.files, isNewRepository: isNew, staysPublic: staysPublic,
            commit: options.isDryRun ? nil : commit, pullRequest: pullRequest,
            uploadedBytes: sentBytes)
    }
}
