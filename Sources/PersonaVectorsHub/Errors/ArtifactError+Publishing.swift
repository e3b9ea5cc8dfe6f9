import HuggingFaceHub
import Parquet
import PersonaVectors

/// The sentences for publishing and pulling.
extension ArtifactError {
    static func nothingToPush(
        _ modelName: String, variants: [PromptVariant], root: String
    ) -> ArtifactError {
        let names = variants.map { "'\($0.rawValue.printable)'" }.joined(separator: ", ")
        return ArtifactError(
            .notFound,
            "There is nothing to push: '\(modelName.printable)' has no vectors in \(names) below"
                + " \(root). Run 'persona-vectors list' to see what there is.",
            path: root)
    }

    static func noCommitMessage() -> ArtifactError {
        ArtifactError(
            .invalidArgument,
            "Nothing was pushed: the message of the commit is empty, and a commit needs one. Write"
                + " what the push is.")
    }

    static func cardIsOverridden(_ repository: String, key: String) -> ArtifactError {
        ArtifactError(
            .conflict,
            "Nothing was pushed: '\(key)' of .huggingface.yaml in \(repository) replaces what"
                + " README.md says, so that nobody would find the new vectors. Move its keys to the"
                + " front matter of README.md and remove the file.",
            path: ".huggingface.yaml")
    }

    static func noConfigName(_ name: String) -> ArtifactError {
        ArtifactError(
            .invalidName,
            "'\(name.printable)' cannot be the name of a config: '<', '>', ':', '\\', '|', '?' and"
                + " '*' are not allowed. Save the vectors under another model name.")
    }

    static func noSplitName(_ variant: PromptVariant) -> ArtifactError {
        ArtifactError(
            .invalidName,
            "The variant '\(variant.rawValue.printable)' cannot be pushed: the name of a split has"
                + " letters, digits, '_' and '.' only. Push other variants, or rename this one.")
    }

    static func notFitToPush(_ finding: VerificationFinding, count: Int) -> ArtifactError {
        let others = count > 1 ? " There are \(count - 1) more such findings." : ""
        return ArtifactError(
            .invalidTensorFile,
            "Nothing was pushed: \(finding.message)\(others) Run 'persona-vectors verify' to see"
                + " all, and push with '--no-verify' if this is meant.",
            path: finding.path, personaID: finding.personaID)
    }

    static func unevenShapes(
        _ id: String, _ layerCount: Int, _ hiddenSize: Int, _ variant: PromptVariant,
        _ shape: ParquetVectorShape
    ) -> ArtifactError {
        ArtifactError(
            .invalidShape,
            "The vector of '\(id.printable)' in \(variant) is \(layerCount) × \(hiddenSize), those"
                + " before it are \(shape.layerCount) × \(shape.hiddenSize): a split has one shape.",
            personaID: id)
    }

    static func shapeTooLargeToPush(
        _ id: String, _ layerCount: Int, _ hiddenSize: Int
    ) -> ArtifactError {
        ArtifactError(
            .invalidShape,
            "The vector of '\(id.printable)' is \(layerCount) × \(hiddenSize), more than a row of a"
                + " Parquet file can hold.",
            personaID: id)
    }

    static func configHasOtherShape(
        _ config: String, shape: ParquetVectorShape, split: String, old: ParquetVectorShape
    ) -> ArtifactError {
        ArtifactError(
            .invalidShape,
            "The config '\(config)' has vectors of \(old.layerCount) × \(old.hiddenSize) in its"
                + " split '\(split)'; those to be pushed are \(shape.layerCount) ×"
                + " \(shape.hiddenSize). A config has one shape: push all of its variants at once,"
                + " or choose another model name.")
    }
}

extension ArtifactError {
    /// What a store says of vectors of another shape, with what helps whoever pulls them: model and
    /// mask strategy are those of the repository.
    static func pulling(_ error: ArtifactError) -> ArtifactError {
        guard error.code == .invalidShape else { return error }
        return ArtifactError(
            error.code,
            error.message.replacing(
                otherShapeAdvice,
                with: "Pull vectors of another shape into another folder with --activations-dir."),
            path: error.path, personaID: error.personaID, underlyingError: error.underlyingError)
    }

    static func noVariantsToPull(_ config: String, in place: String) -> ArtifactError {
        ArtifactError(
            .notFound,
            "There is nothing to pull: the config '\(config)' of \(place) has no split with files.")
    }
}
