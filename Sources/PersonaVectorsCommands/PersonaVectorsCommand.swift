public import ArgumentParser
import PersonaVectors

/// The `persona-vectors` command.
public struct PersonaVectorsCommand: AsyncParsableCommand {
    /// The command's name, version and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "persona-vectors",
        abstract: "Keep, move and read persona vectors.",
        discussion: """
            A store is a folder of models, mask strategies, variants and personas, laid out as the \
            Python package persona-vectors lays it out. Settings are also read from a .env file in \
            the working folder or one above it.

            Examples:
              persona-vectors import list.jsonl --model org/model --variant templated
              persona-vectors list
              persona-vectors show p-17 --variant biography
              persona-vectors verify
              persona-vectors pull --repo lab/persona-vectors --model org/model
            """,
        version: personaVectorsVersion,
        groupedSubcommands: [
            CommandGroup(
                name: "Read", subcommands: [ListCommand.self, ShowCommand.self, DiffCommand.self]),
            CommandGroup(
                name: "Move",
                subcommands: [
                    ImportCommand.self, ExportCommand.self, CopyCommand.self, MergeCommand.self,
                ]),
            CommandGroup(
                name: "Run a model",
                subcommands: [ExtractCommand.self, ExtractTraitCommand.self, GenerateCommand.self]),
            CommandGroup(name: "Analyze", subcommands: [AnalyzeCommand.self]),
            CommandGroup(
                name: "Keep in order",
                subcommands: [VerifyCommand.self, RemoveCommand.self, CacheCommand.self]),
            CommandGroup(
                name: "Hub", subcommands: [HubCommand.self, PushCommand.self, PullCommand.self]),
        ])

    /// An empty command line.
    public init() {}
}
