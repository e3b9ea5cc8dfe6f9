import ArgumentParser

/// What concerns a Hub as a whole.
struct HubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub",
        abstract: "Serve a Hub of your own.",
        subcommands: [HubServeCommand.self])
}
