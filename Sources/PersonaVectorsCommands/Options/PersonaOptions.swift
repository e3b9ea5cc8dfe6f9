import ArgumentParser
import PersonaVectors

/// The choice of personas.
struct PersonaOptions: ParsableArguments {
    // The second name is the one that `pull` had alone.
    @Option(
        name: [.customLong("persona-ids"), .customLong("personas")],
        parsing: .upToNextOption,
        help: ArgumentHelp("The personas (default: all).", valueName: "id"),
        completion: .personaIDs)
    var personaIds: [String] = []

    /// The personas of a variant: those named, all of which must be there, or all that are.
    func chosen(of store: PersonaVectorStore, _ variant: PromptVariant) throws -> [String] {
        if personaIds.isEmpty {
            return try store.listPersonas(variants: [variant], includingBaseline: true)
        }
        try store.requirePersonas(personaIds, in: variant)
        return personaIds
    }

    func validate() throws {
        var seen: Set<ExactString> = []
        for id in personaIds where !seen.insert(ExactString(id)).inserted {
            throw ValidationError("The persona '\(id.printable)' is named twice.")
        }
    }
}
