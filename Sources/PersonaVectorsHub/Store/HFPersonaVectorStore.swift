public import HuggingFaceHub
import Parquet
public import PersonaVectors

/// The vectors of one model and one mask strategy in a dataset repository of a Hugging Face Hub.
///
/// Nothing is downloaded that was not asked for: ids and names are read by the ranges of their
/// columns, a persona by the range of its page, a layer by the range of its bytes where the file
/// is plain, and a whole shard when that is cheaper. What was fetched is cached on disk, so that it
/// is there without the network (`HF_HUB_OFFLINE`).
///
/// The revision is resolved once, at the first use; from then on every answer is of that commit,
/// until ``releaseCache(variants:)`` forgets it.
///
/// ```swift
/// let store = try HFPersonaVectorStore(
///     repository: "lab/persona-vectors", modelName: "google/gemma-2-9b-it")
/// let vector = try await store.load(.biography, personaID: "p-17")
/// ```
///
/// An actor because it remembers what it has read.
public actor HFPersonaVectorStore {
    /// The dataset repository.
    public nonisolated let repository: RepositoryID

    /// The model's id as it was given, for example `google/gemma-2-9b-it`.
    public nonisolated let modelName: String

    /// The tokens that the vectors were averaged over.
    public nonisolated let maskStrategy: MaskStrategy

    /// The variants that calls use when none are named; nil means every split of the config.
    public nonisolated let variants: [PromptVariant]?

    /// The branch, tag, `refs/pr/N` or commit that is read.
    public nonisolated let revision: String

    private let client: HubClient
    private let warn: ArtifactWarning.Handler
    private var opened: Opened?
    private var splits: [PromptVariant: Split] = [:]
    private var samples: [PromptVariant: Samples] = [:]

    /// The commit that everything is read from, and the files of the config's splits at it.
    private struct Opened: Sendable {
        let dataset: VectorDataset
        let files: SplitFiles
    }

    /// The lists of samples of a split, by row.
    private struct Samples: Sendable {
        let commit: CommitID
        let lists: [[String]?]
    }

    /// A store; nothing is asked of the Hub yet.
    ///
    /// - Parameters:
    ///   - repository: the dataset repository, `namespace/name`.
    ///   - modelName: the model's id.
    ///   - maskStrategy: the tokens that the vectors were averaged over.
    ///   - variants: the variants that calls use when none are named; nil means every split.
    ///   - revision: a branch, a tag, `refs/pr/N` or a commit.
    ///   - token: the token; nil takes that of the configuration.
    ///   - endpoint: the Hub's address; nil takes that of the configuration.
    ///   - configuration: endpoint, token, caches; nil reads the `HF_…` environment.
    ///   - warningHandler: receives warnings; by default they are dropped.
    /// - Throws: ``/HuggingFaceHub/HubError`` with code `invalidInput` for a repository, endpoint or token that
    ///   cannot be right.
    public init(
        repository: String, modelName: String, maskStrategy: MaskStrategy = .answerMean,
        variants: [PromptVariant]? = nil, revision: String = "main", token: String? = nil,
        endpoint: String? = nil, configuration: HubConfiguration? = nil,
        warningHandler: @escaping ArtifactWarning.Handler = { _ in }
    ) throws {
        var configuration = try configuration ?? HubConfiguration()
        if let token { configuration.token = token }
        if let endpoint { configuration.endpoint = endpoint }
        try self.init(
            repository: RepositoryID(repository), modelName: modelName, maskStrategy: maskStrategy,
            variants: variants, revision: revision,
            client: HubClient(configuration),
            warningHandler: warningHandler)
    }

    /// A store that shares a client, and with it connections and caches, with others.
    ///
    /// - Parameters:
    ///   - repository: the dataset repository.
    ///   - modelName: the model's id.
    ///   - maskStrategy: the tokens that the vectors were averaged over.
    ///   - variants: the variants that calls use when none are named; nil means every split.
    ///   - revision: a branch, a tag, `refs/pr/N` or a commit.
    ///   - client: the client.
    ///   - warningHandler: receives warnings; by default they are dropped.
    public init(
        repository: RepositoryID, modelName: String, maskStrategy: MaskStrategy = .answerMean,
        variants: [PromptVariant]? = nil, revision: String = "main", client: HubClient,
        warningHandler: @escaping ArtifactWarning.Handler = { _ in }
    ) {
        self.repository = repository
        self.modelName = modelName
        self.maskStrategy = maskStrategy
        self.variants = variants
        self.revision = revision
        self.client = client
        warn = warningHandler
    }

    /// The config that holds the vectors: `<model_dir>__<mask_strategy>`.
    public nonisolated var configName: String {
        activationConfigName(modelName: modelName, maskStrategy: maskStrategy)
    }

    /// The commit that the store reads, resolved at the first use.
    ///
    /// - Throws: ``/HuggingFaceHub/HubError``, or ``/PersonaVectors/ArtifactError`` when the repository has no such config.
    public var commit: CommitID {
        get async throws { try await opened().dataset.snapshot.commit }
    }

    /// Forgets what was read, so that it is read anew when it is asked for.
    ///
    /// Files on disk stay. With no variants named, the commit is forgotten too, and the next call
    /// sees what the revision points to then.
    ///
    /// - Parameter variants: the variants to forget; nil forgets everything.
    public func releaseCache(variants: [PromptVariant]? = nil) {
        guard let variants else {
            opened = nil
            splits = [:]
            samples = [:]
            return
        }
        for variant in variants {
            splits[variant] = nil
            samples[variant] = nil
        }
    }

    // MARK: What was read

    private func opened() async throws -> Opened {
        if let opened { return opened }
        let dataset = try await VectorDataset(
            client: client, repository: repository, revision: revision)
        let files = try dataset.splits(ofConfig: configName)
        // Another call may have been first: then its commit is the store's.
        if let opened { return opened }
        let new = Opened(dataset: dataset, files: files)
        opened = new
        return new
    }

    /// The splits of the config that have files, sorted.
    private func availableSplits() async throws -> [PromptVariant] {
        try await opened().files.files.filter { !$0.entries.isEmpty }.map(\.split.name)
            .map { ExactString($0) }.sorted().map { PromptVariant(rawValue: $0.string) }
    }

    /// A split; nil when the config declares none of that name.
    ///
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `notFound` when it is declared but has no files.
    func split(_ variant: PromptVariant) async throws -> Split? {
        if let known = splits[variant] { return known }
        let opened = try await opened()
        let declared = opened.files.files.first {
            ExactString($0.split.name) == ExactString(variant.rawValue)
        }
        guard let declared else { return nil }
        guard !declared.entries.isEmpty else {
            throw ArtifactError.noFiles(
                for: variant, config: configName, patterns: declared.split.patterns,
                in: opened.dataset.place)
        }
        try opened.dataset.checkAllAreCached(declared.entries, split: declared.split.name)
        let split = try await Split(
            declared.entries, of: opened.dataset.snapshot, client: client)
        // What was forgotten meanwhile must not come back under another commit.
        if self.opened?.dataset.snapshot.commit == opened.dataset.snapshot.commit {
            splits[variant] = split
        }
        return split
    }

    /// The splits of some variants; nil when the config lacks one of them.
    func splits(of variants: [PromptVariant]?) async throws -> [Split]? {
        var found: [Split] = []
        for variant in try await named(variants) {
            guard let split = try await split(variant) else { return nil }
            found.append(split)
        }
        return found
    }

    private func named(_ variants: [PromptVariant]?) async throws -> [PromptVariant] {
        if let variants = variants ?? self.variants { return variants }
        return try await availableSplits()
    }

    /// Removes shards of some variants from the shared cache whose bytes are not what the Hub
    /// states, and forgets what was read of them.
    ///
    /// - Throws: ``/HuggingFaceHub/HubError`` with code `corrupted` when offline.
    /// - Complexity: O(bytes that are cached whole).
    func discardDamagedShards(of variants: [PromptVariant]) async throws {
        let opened = try await opened()
        let snapshot = opened.dataset.snapshot
        for declared in opened.files.files {
            let variant = PromptVariant(rawValue: declared.split.name)
            guard variants.contains(variant) else { continue }
            for entry in declared.entries {
                let file = try HubFile(
                    entry.path, in: repository, revision: snapshot.commit.hex)
                let metadata = entry.metadata(at: snapshot.commit)
                if try client.discardIfDamaged(file, metadata: metadata) {
                    releaseCache(variants: [variant])
                }
            }
        }
    }

    /// A split that must be there.
    func requiredSplit(_ variant: PromptVariant) async throws -> Split {
        if let split = try await split(variant) { return split }
        throw ArtifactError.unknownSplit(
            variant, config: configName, in: try await opened().dataset.place,
            available: try await availableSplits().map(\.rawValue))
    }

    /// The place of the store at its commit, for sentences.
    func place() async throws -> String {
        try await opened().dataset.place
    }

    func hearOfSkipped(_ count: Int) {
        if count > 0 { warn(.personasSkipped(count)) }
    }

    /// The lists of samples of the rows of a split.
    ///
    /// - Parameters:
    ///   - split: the split: what the store knows under its name may be of another commit by now.
    ///   - variant: its name.
    /// - Returns: a list or nil for each row.
    /// - Throws: as ``split(_:)`` does.
    func sampleLists(_ split: Split, _ variant: PromptVariant) async throws -> [[String]?] {
        if let known = samples[variant], known.commit == split.commit { return known.lists }
        let lists = try await split.sampleIDs()
        // Only beside the split that they are of.
        if splits[variant]?.commit == split.commit {
            samples[variant] = Samples(commit: split.commit, lists: lists)
        }
        return lists
    }

    func variantsWithVectors(among candidates: [PromptVariant]?) async throws -> [PromptVariant] {
        let available = try await availableSplits()
        guard let candidates = candidates ?? variants else { return available }
        return candidates.filter { available.contains($0) }
    }
}
