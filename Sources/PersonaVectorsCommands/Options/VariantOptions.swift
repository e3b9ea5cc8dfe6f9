import ArgumentParser
import PersonaVectors

/// The choice of variants, under the original's two names: one, or a list.
struct VariantOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("One variant, such as templated or biography.", valueName: "name"),
        completion: .variants)
    var variant: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Several variants, separated by spaces.", valueName: "name"),
        completion: .variants)
    var variants: [String] = []

    /// The variants named, in order; empty when none was.
    var named: [PromptVariant] {
        ((variant.map { [$0] } ?? []) + variants).map { PromptVariant(rawValue: $0) }
    }

    func validate() throws {
        var seen: Set<PromptVariant> = []
        for variant in named where !seen.insert(variant).inserted {
            throw ValidationError("The variant '\(variant)' is named twice.")
        }
    }
}
