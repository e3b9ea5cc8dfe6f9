import ArgumentParser

/// A command with the options that all of them share.
protocol PersonaVectorsSubcommand: AsyncParsableCommand {
    /// How results and failures are shown.
    var output: OutputOptions { get }
}
