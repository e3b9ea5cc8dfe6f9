import ArgumentParser

/// What concerns a Hub as a whole.
struct HubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub",
        abstract: "Look into dataset repositories, or serve a Hub of your own.",
        subcommands: [
            HubModelsCommand.self, HubVariantsCommand.self, HubPersonasCommand.self,
            HubServeCommand.self,
        ])
}
