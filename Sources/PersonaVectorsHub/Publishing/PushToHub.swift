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
/// meanwhile, the card is merged again and the commit is made on top. A branch that is not there is
/// made from `main` once there is something to commit. A push that is interrupted leaves the
/// repository as it was; the next one sends only what is missing, and removes the shards that the
/// first could not remove from this machine's temporary folder.
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
///   config's other splits, `invalidName` for a model or variant that cannot be a config or split,
///   `invalidArgument` for an empty message and for a tag or a commit as the revision, `notFound`
///   for a pull request, or the base of a new one, that is not there;
///   ``/HuggingFaceHub/HubError``, with code `offline` in offline mode, dry run or not. The
///   repository is as before then.
/// - Complexity: O(bytes); one vector and one row group are in memory. Each shard is on disk from
///   when it is written until it is sent, three at a time: of the default size 1.5 GB.
public func pushToHub(
    _ repository: String, modelName: String, maskStrategy: MaskStrategy = .answerMean,
    rootDirectory: URL, variants: [PromptVariant] = PromptVariant.defaults,
    options: PushOptions = PushOptions(), client: HubClient? = nil
) async throws -> PushReport {
    let id = try RepositoryID(repository)
    guard options.message.contains(where: { !$0.isWhitespace }) else {
        throw ArtifactError.noCommitMessage()
    }
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
    let folder = try ShardFolder()
    defer { folder.remove() }
    return try await Push(
        client: client, repository: id, configName: configName, drafts: drafts,
        builder: ShardBuilder(store: store, folder: folder.url, options: options), options: options
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
        let found = try await findTarget()
        try await PushPlan.check(
            drafts, configName: configName, client: client, snapshot: found.snapshot)
        var target = found
        if found.snapshot == nil, !options.isDryRun { target = try await makeRepository() }
        let (splits, sentBytes) = try await ShardSending(
            client: client, repository: repository, drafts: drafts, builder: builder,
            commit: commitOptions(target)
        ).run(against: target.snapshot)
        var attempt = 1
        while true {
            let plan = try await PushPlan(
                splits, configName: configName, client: client, snapshot: target.snapshot)
            guard !options.isDryRun, !plan.operations.isEmpty else {
                return report(
                    plan, found, commit: target.snapshot?.commit, sentBytes: sentBytes)
            }
            do {
                let outcome = try await commit(plan, to: target)
                return report(
                    plan, found, commit: outcome.commit,
                    sentBytes: sentBytes + outcome.uploadedBytes, outcome.pullRequest)
            } catch let error as HubError
                where error.code == .staleParent && attempt < Self.attemptCount
            {
                // Somebody was faster; the shards are up already, the card is merged anew.
                attempt += 1
                target = try await findTarget()
                if target.snapshot == nil { target = try await makeRepository() }
            }
        }
    }

    private func findTarget() async throws -> PushTarget {
        try await PushTarget.find(repository, options, client: client)
    }

    private func makeRepository() async throws -> PushTarget {
        try await client.createRepository(
            repository, isPrivate: options.isPrivate, mayExist: true)
        return try await findTarget()
    }

    /// The branch is made last, so that whatever is refused before leaves none.
    private func commit(_ plan: PushPlan, to target: PushTarget) async throws -> CommitOutcome {
        if let card = plan.card { _ = try await client.validateCard(card) }
        var commit = commitOptions(target)
        commit.parent = target.snapshot?.commit
        if !target.hasBranch, let start = commit.parent {
            try await makeBranch(at: start)
            commit.revision = options.revision
        }
        return try await client.commit(
            plan.operations, to: repository, message: options.message, options: commit)
    }

    private func makeBranch(at start: CommitID) async throws {
        do {
            try await client.createBranch(options.revision, in: repository, from: start.hex)
        } catch let error as HubError where error.code == .alreadyExists {
            // Somebody made it meanwhile. If elsewhere, the commit finds its parent stale.
        }
    }

    /// Content is sent for a branch that is there: the Hub has none to look at before it is made.
    private func commitOptions(_ target: PushTarget) -> CommitOptions {
        var commit = CommitOptions()
        if target.hasBranch { commit.revision = options.revision }
        commit.opensPullRequest = options.opensPullRequest
        if let progress = options.progress { commit.progress = { progress(.sending($0)) } }
        return commit
    }

    private func report(
        _ plan: PushPlan, _ found: PushTarget, commit: CommitID?, sentBytes: Int,
        _ pullRequest: Int? = nil
    ) -> PushReport {
        PushReport(
            repository: repository, configName: configName, variants: drafts.map(\.variant),
            files: plan.files, isNewRepository: found.snapshot == nil,
            missingBranch: found.hasBranch ? nil : options.revision,
            staysPublic: options.isPrivate == true && found.isPublic,
            commit: options.isDryRun ? nil : commit, pullRequest: pullRequest,
            uploadedBytes: sentBytes)
    }
}
