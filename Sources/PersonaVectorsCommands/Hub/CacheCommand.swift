import ArgumentParser
import Foundation
import HuggingFaceHub
import PersonaVectors

/// The cache of downloads that this program shares with the Python clients.
struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "List, check and prune what was downloaded from the Hub.",
        discussion: """
            The cache is the one of huggingface_hub: the folder that HF_HUB_CACHE or HF_HOME \
            names, else ~/.cache/huggingface/hub. Its datasets and models are looked at, and \
            the parts of files that this program reads, which it keeps beside the cache: up to \
            4 GiB, or the bytes in PERSONA_VECTORS_PARTS_BYTES.

            Examples:
              persona-vectors cache list
              persona-vectors cache verify
              persona-vectors cache prune --dry-run
            """,
        subcommands: [CacheListCommand.self, CacheVerifyCommand.self, CachePruneCommand.self])
}

/// Where the cache is.
struct CacheOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The cache's folder (default: that of huggingface_hub).", valueName: "folder"))
    var cacheDir: String?

    func cache() throws -> HubCache {
        let context = CommandContext.current
        if let cacheDir { return HubCache(directory: context.url(cacheDir)) }
        return HubCache(
            directory: try HubConfiguration(environment: context.environment).cacheDirectory)
    }

    /// The cache of parts; nil when a folder is named, which is the other cache's.
    func parts() throws -> HubPartsCache? {
        guard cacheDir == nil else { return nil }
        let environment = CommandContext.current.environment
        return HubPartsCache(
            directory: try HubConfiguration(environment: environment).rangeCacheDirectory)
    }
}

/// Lists the cached repositories.
struct CacheListCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The cached repositories, their revisions and sizes.")

    @OptionGroup(title: "Cache") var cache: CacheOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let shared = try cache.cache()
        let repositories = shared.repositories()
        let parts = try cache.parts().flatMap { parts in
            let size = parts.sizeOnDisk()
            return size > 0 ? (folder: parts.directory.path, size: size) : nil
        }
        var rows = repositories.map { repository in
            let revisions = repository.references.keys.sortedByCodePoint()
            return [
                repository.repository.description, repository.repository.kind.rawValue,
                ByteCount.text(repository.sizeOnDisk), revisions.joined(separator: ", "),
            ]
        }
        var json = repositories.map(Self.json)
        if let parts {
            rows.append(["(parts of files)", "parts", ByteCount.text(parts.size), ""])
            json.append(
                .object([
                    "kind": .string("parts"), "folder": .string(parts.folder),
                    "size_on_disk": .integer(parts.size),
                ]))
        }
        output.render(
            CommandResult(
                tables: [
                    TextTable(
                        [.left("REPOSITORY"), .left("KIND"), .right("SIZE"), .left("REVISIONS")],
                        rows: rows)
                ],
                json: .array(json), identifiers: repositories.map(\.repository.description)))
        let others = shared.otherFolders()
        if !others.isEmpty {
            output.note(
                "Left to other programs, as this one reads only namespace/name:"
                    + " \(CommandFailure.list(others)).")
        } else if rows.isEmpty {
            output.note("Nothing is cached.")
        }
    }

    private static func json(_ repository: CachedRepository) -> JSONValue {
        .object([
            "repository": .string(repository.repository.description),
            "kind": .string(repository.repository.kind.rawValue),
            "folder": .string(repository.folder.path),
            "size_on_disk": .integer(repository.sizeOnDisk),
            "commits": .strings(repository.commits.map(\.description)),
            "references": .object(
                JSONObject(
                    repository.references.map {
                        (ExactString($0.key), .string($0.value.description))
                    })),
        ])
    }
}

/// Compares cached content with its digests.
struct CacheVerifyCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Compare all cached content with its digest; exit with 1 when something is wrong.",
        discussion: """
            With --remove what is wrong goes, and is downloaded again when it is needed; the exit \
            code is 0 then.
            """)

    @Flag(help: "Remove what is wrong.")
    var remove = false

    @OptionGroup(title: "Cache") var cache: CacheOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let cache = try cache.cache()
        let repositories = cache.repositories()
        let problems = try repositories.flatMap {
            remove ? try cache.removeDamaged($0.repository) : try cache.verify($0.repository)
        }
        output.render(
            CommandResult(
                tables: [
                    TextTable(
                        [.left("PROBLEM"), .left("REPOSITORY"), .left("FILE")],
                        rows: problems.map {
                            [$0.kind.text, $0.repository.description, $0.path.path]
                        })
                ],
                json: .array(
                    problems.map {
                        .object([
                            "problem": .string($0.kind.text),
                            "repository": .string($0.repository.description),
                            "file": .string($0.path.path),
                        ])
                    }),
                identifiers: problems.map(\.path.path)))
        let size = repositories.reduce(0) { $0 + $1.sizeOnDisk }
        output.note(
            "Checked \(ByteCount.text(size)) of \(repositories.count) repositories: "
                + outcome(problems.count))
        if !problems.isEmpty, !remove { throw ExitCode.failure }
    }

    private func outcome(_ count: Int) -> String {
        if count == 0 { return "nothing is wrong." }
        if remove {
            return "\(count) problems, removed. What is needed is downloaded again then."
        }
        return "\(count) problems. Remove what is wrong with 'persona-vectors cache verify"
            + " --remove'; it is downloaded again when it is needed."
    }
}

extension CacheProblem.Kind {
    fileprivate var text: String {
        switch self {
        case .wrongContent: "wrong-content"
        case .missingContent: "missing-content"
        }
    }
}

/// Removes what no revision needs.
struct CachePruneCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove content that no revision needs and downloads that nobody continues.")

    @Flag(help: "Show what would go and remove nothing.")
    var dryRun = false

    @OptionGroup(title: "Cache") var cache: CacheOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let shared = try cache.cache()
        // The parts first, while the listings that say what is needed are all there.
        let parts = try cache.parts()?.prune(neededBy: shared, isDryRun: dryRun)
        let content = try shared.prune(isDryRun: dryRun)
        let paths = (content.paths + (parts?.paths ?? [])).map(\.path)
        let byteCount = content.byteCount + (parts?.byteCount ?? 0)
        output.render(
            CommandResult(
                tables: [TextTable([.left("FILE")], rows: paths.map { [$0] })],
                json: .object([
                    "files": .strings(paths), "bytes": .integer(byteCount),
                    "removed": .bool(!dryRun),
                ]), identifiers: paths))
        output.note(
            "\(dryRun ? "Would remove" : "Removed") \(ByteCount.text(byteCount)) in"
                + " \(paths.count) files.")
    }
}
