public import ArgumentParser

/// The `persona-vectors` command.
public struct PersonaVectorsCommand: AsyncParsableCommand {
    /// The command's name and version.
    public static let configuration = CommandConfiguration(
        commandName: "persona-vectors",
        abstract: "Keep, move and read persona vectors.",
        version: "0.1.0")

    /// An empty command line.
    public init() {}
}
