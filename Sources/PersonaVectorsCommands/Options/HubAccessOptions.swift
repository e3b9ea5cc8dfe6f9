import ArgumentParser
import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub

/// What is read of a Hub.
struct HubAccessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A branch, a tag, refs/pr/N or a commit (default: main).", valueName: "name"))
    var revision: String?

    @OptionGroup var address: HubAddressOptions

    var endpoint: String? { address.endpoint }

    var stats: Bool { address.stats }

    /// The revision named, or `main`.
    var chosenRevision: String { revision ?? "main" }

    /// A client with the variables of the running command.
    func client() throws -> HubClient { try address.client() }
}

/// What is written to on a Hub.
struct HubBranchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A branch, made from main when it is not there, or refs/pr/N (default: main).",
            valueName: "name"))
    var revision: String?

    @OptionGroup var address: HubAddressOptions

    /// The branch named, or `main`.
    var chosenRevision: String { revision ?? "main" }
}

/// How a Hub is reached; tokens come from the environment only, where lists of processes do not
/// show them.
struct HubAddressOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The Hub's address (default: $HF_ENDPOINT, else https://huggingface.co).",
            valueName: "url"))
    var endpoint: String?

    @Flag(help: "Say on standard error how often the Hub was asked, and how many bytes went.")
    var stats = false

    /// A client with the variables of the running command.
    func client() throws -> HubClient {
        try Self.client(endpoint: endpoint, showingStats: stats)
    }

    /// A client with the variables of the running command, for the Hub named or theirs.
    static func client(
        endpoint: String? = nil, showingStats: Bool = false
    ) throws -> HubClient {
        let context = CommandContext.current
        var configuration = try HubConfiguration(environment: context.environment)
        if let endpoint { configuration.endpoint = endpoint }
        configuration.onWait = { context.tell("\($0)") }
        configuration.onCacheFailure = { context.tell("Warning: not cached: \($0)") }
        return try HubClient(
            configuration, log: context.hubUse.log(isShown: showingStats),
            transport: context.hubTransport, clock: SystemHubClock())
    }
}

/// Options that may name a dataset repository.
protocol HubNamingOptions: ParsableArguments {
    /// The repository.
    var hub: String? { get }
    /// How its Hub is reached.
    var access: HubAccessOptions { get }
}

extension HubNamingOptions {
    func validate() throws {
        if hub == nil, access.revision != nil || access.endpoint != nil || access.stats {
            throw ValidationError("'--revision', '--endpoint' and '--stats' need '--hub'.")
        }
    }

    /// The repository, when one is named.
    func repository(_ store: StoreOptions) throws -> HubRepository? {
        guard let hub else { return nil }
        return try HubRepository(
            hub, access, model: store.model, maskStrategy: store.namedMaskStrategy)
    }
}

/// A dataset repository to read from instead of the local store.
struct HubSourceOptions: HubNamingOptions {
    @Option(
        help: ArgumentHelp(
            "Read from this dataset repository of the Hub instead of the local store.",
            valueName: "namespace/name"))
    var hub: String?

    @OptionGroup var access: HubAccessOptions
}

/// A dataset repository to compare.
struct ComparedHubOptions: HubNamingOptions {
    @Option(
        help: ArgumentHelp(
            """
            Compare the local store with this dataset repository of the Hub, or two personas of it.
            """,
            valueName: "namespace/name"))
    var hub: String?

    @OptionGroup var access: HubAccessOptions
}
