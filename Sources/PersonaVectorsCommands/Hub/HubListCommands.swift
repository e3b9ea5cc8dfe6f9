import ArgumentParser
import PersonaVectors

/// Lists the models of a dataset repository.
struct HubModelsCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List the models that a dataset repository has vectors of.",
        discussion: """
            Examples:
              persona-vectors hub models lab/persona-vectors
            """)

    @Argument(help: "The dataset repository, namespace/name.") var repository: String
    @OptionGroup(title: "Hub") var access: HubAccessOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let repository = try HubRepository(repository, access, model: nil, maskStrategy: nil)
        output.render(try await repository.modelListing())
    }
}

/// What is listed of a dataset repository.
struct HubConfigOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The model's id.", valueName: "id"))
    var model: String?

    @Option(help: ArgumentHelp("The tokens that were averaged over.", valueName: "name"))
    var maskStrategy: String?

    func repository(_ name: String, _ access: HubAccessOptions) throws -> HubRepository {
        try HubRepository(
            name, access, model: model, maskStrategy: maskStrategy.map { .init(rawValue: $0) })
    }
}

/// Lists the variants in a dataset repository.
struct HubVariantsCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "variants",
        abstract: "List the variants of the models in a dataset repository.",
        discussion: """
            Examples:
              persona-vectors hub variants lab/persona-vectors --model google/gemma-2-9b-it
            """)

    @Argument(help: "The dataset repository, namespace/name.") var repository: String
    @OptionGroup(title: "Selection") var config: HubConfigOptions

    @Flag(help: "Count the model's own voice (baseline_assistant) among the personas.")
    var includeBaseline = false

    @OptionGroup(title: "Hub") var access: HubAccessOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let repository = try config.repository(repository, access)
        output.render(try await repository.variantListing(includingBaseline: includeBaseline))
    }
}

/// Lists the personas in a dataset repository.
struct HubPersonasCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "personas",
        abstract: "List the personas that variants of a model in a dataset repository share.",
        discussion: """
            Examples:
              persona-vectors hub personas lab/persona-vectors --variant biography
            """)

    @Argument(help: "The dataset repository, namespace/name.") var repository: String
    @OptionGroup(title: "Selection") var config: HubConfigOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions

    @Flag(help: "List the model's own voice (baseline_assistant) too.")
    var includeBaseline = false

    @OptionGroup(title: "Hub") var access: HubAccessOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let repository = try config.repository(repository, access)
        output.render(
            try await repository.personaListing(variants, includingBaseline: includeBaseline))
    }
}
