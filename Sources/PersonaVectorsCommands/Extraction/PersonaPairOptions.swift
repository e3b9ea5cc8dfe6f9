import ArgumentParser
import PersonaVectors

/// Two data sets that describe the same personas in two ways.
struct PersonaPairOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Personas who show one side of the trait, joined by id with those of --personas-to; \
            instead of --personas.
            """, valueName: "folder|namespace/name"),
        completion: .directory)
    var personasFrom: String?

    @Option(
        help: ArgumentHelp(
            "Personas who show the other side.", valueName: "folder|namespace/name"),
        completion: .directory)
    var personasTo: String?

    @Option(
        name: .customLong("variant"),
        help: ArgumentHelp(
            "The description in which the two data sets differ (default: templated).",
            valueName: "name"), completion: .variants)
    var variantName: String?

    var variant: PromptVariant { variantName.map { PromptVariant(rawValue: $0) } ?? .templated }

    /// Checks that the sets are two, and that nothing else says which personas are meant.
    func validate(personas: PersonaSourceOptions, attributes: [String]) throws {
        if (personasFrom == nil) != (personasTo == nil) {
            throw ValidationError(
                "'--personas-from' and '--personas-to' belong together: give both or none.")
        }
        guard personasFrom != nil else {
            if variantName != nil {
                throw ValidationError(
                    "'--variant' is for '--personas-from' and '--personas-to': an attribute is"
                        + " changed in the templated description.")
            }
            return
        }
        if personas.personas != HubFolder.originalPersonas {
            throw ValidationError(
                "'--personas' and '--personas-from' both name personas: choose one.")
        }
        if attributes.count > 1 {
            throw ValidationError(
                "'--personas-from' and '--personas-to' differ in one trait, but"
                    + " \(attributes.count) are named.")
        }
    }
}
