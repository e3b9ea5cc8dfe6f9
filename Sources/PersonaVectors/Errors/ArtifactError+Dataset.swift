extension ArtifactError {
    /// No persona is in every variant asked for.
    package static func noPersonas(
        modelName: String, variants: [PromptVariant]
    ) -> ArtifactError {
        ArtifactError(
            .notFound,
            "No personas found for '\(modelName)' in \(list(variants)). Run 'persona-vectors list'"
                + " to see what there is.")
    }

    /// A bundle was asked for a variant that it was not loaded with.
    package static func variantNotLoaded(
        _ variant: PromptVariant, loaded: [PromptVariant]
    ) -> ArtifactError {
        ArtifactError(
            .notFound,
            "The variant '\(variant)' was not loaded; this bundle has \(list(loaded)).")
    }

    /// A call that needs variants was given none.
    package static func noVariants() -> ArtifactError {
        ArtifactError(
            .invalidArgument, "At least one variant is required; name one, such as 'templated'.")
    }

    private static func list(_ variants: [PromptVariant]) -> String {
        variants.map { "'\($0)'" }.joined(separator: ", ")
    }
}
