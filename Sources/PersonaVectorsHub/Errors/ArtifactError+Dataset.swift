import HuggingFaceHub
import Parquet
import PersonaVectors

/// The sentences for vector datasets on the Hub.
extension ArtifactError {
    static func invalidCard(
        _ problem: String, underlying: (any Error)? = nil
    ) -> ArtifactError {
        ArtifactError(
            .invalidManifest,
            "The dataset card cannot be used: \(problem). Correct the front matter of README.md.",
            path: "README.md", underlyingError: underlying)
    }

    static func cardOf(_ place: String, _ error: ArtifactError) -> ArtifactError {
        ArtifactError(
            error.code, error.message.replacing("The dataset card", with: "The card of \(place)"),
            path: error.path, underlyingError: error.underlyingError)
    }

    static func unknownConfig(
        _ name: String, in place: String, available: [String], declaresConfigs: Bool
    ) -> ArtifactError {
        let names = available.map { "'\($0.printable)'" }.joined(separator: ", ")
        let hint =
            declaresConfigs
            ? " Check the model and the mask strategy."
            : " Its README.md has no 'configs:' block, so its Parquet files belong to no config;"
                + " push once, or add the block."
        return ArtifactError(
            .notFound, "There is no config '\(name)' in \(place); it has \(names).\(hint)")
    }

    static func unknownSplit(
        _ variant: PromptVariant, config: String, in place: String, available: [String]
    ) -> ArtifactError {
        let names =
            available.isEmpty
            ? "no splits" : available.map { "'\($0.printable)'" }.joined(separator: ", ")
        return ArtifactError(
            .notFound,
            "There is no split '\(variant.rawValue.printable)' in the config '\(config)' of"
                + " \(place); it has \(names).")
    }

    static func noFiles(
        for variant: PromptVariant, config: String, patterns: [String], in place: String
    ) -> ArtifactError {
        ArtifactError(
            .notFound,
            "The card of \(place) gives the split '\(variant)' of '\(config)' the files"
                + " \(patterns.joined(separator: ", ")), but there are none of these. Correct the"
                + " paths under 'configs:', or push the split again.",
            path: patterns.first)
    }

    static func notAllCached(
        _ split: String, in place: String, found: Int, total: Int
    ) -> ArtifactError {
        ArtifactError(
            .notFound,
            "The Hub cannot be asked, and the cache has \(found) of the \(total) files of the split"
                + " '\(split)' of \(place): all are needed. Read it once while the Hub can be"
                + " reached.")
    }

    static func notListed(
        _ personaID: String, variant: PromptVariant, config: String, in place: String, count: Int
    ) -> ArtifactError {
        ArtifactError(
            .notFound,
            "No persona '\(personaID.printable)' in \(config)/\(variant) of \(place) (\(count)"
                + " listed). List the variant to see what there is.",
            personaID: personaID)
    }

    static func missingID(row: Int, of file: HubFile) -> ArtifactError {
        ArtifactError(
            .invalidTensorFile,
            "Row \(row) of \(file) has no persona_id; every row needs one.", path: file.path)
    }

    static func notMatrices(_ file: HubFile) -> ArtifactError {
        ArtifactError(
            .invalidShape,
            "The vectors in \(file) are plain lists; num_layers × hidden_size are needed, a list"
                + " of lists.",
            path: file.path)
    }

    static func shardShapesDiffer(
        _ file: HubFile, _ shape: ParquetVectorShape, first: ParquetVectorShape
    ) -> ArtifactError {
        ArtifactError(
            .invalidShape,
            "The vectors in \(file) are \(shape.layerCount) × \(shape.hiddenSize), those of the"
                + " shards before it \(first.layerCount) × \(first.hiddenSize): one split has one"
                + " shape.",
            path: file.path)
    }

    static func shard(_ file: HubFile, _ error: ParquetError) -> ArtifactError {
        let located = error.located(at: file.description)
        let code: Code =
            switch error.code {
            case .wrongShape, .nullValue: .invalidShape
            case .wrongColumnType: .unsupportedDType
            default: .invalidTensorFile
            }
        return ArtifactError(
            code, located.message, path: file.path, underlyingError: located)
    }
}
