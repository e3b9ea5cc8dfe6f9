import Foundation
import Safetensors

extension AnalysisError {
    static func artifactFileMissing(
        _ name: String, noun: String, folder: String, names: [String]
    ) -> AnalysisError {
        AnalysisError(
            .notFound,
            "No \(noun) in \(folder): '\(name)' is missing, and a \(noun) is the two files "
                + "'\(names[0])' and '\(names[1])'. Check the path, or copy the whole folder.",
            path: folder)
    }

    static func artifactNotJSON(
        _ noun: String, path: String, underlying: any Error & CustomStringConvertible
    ) -> AnalysisError {
        AnalysisError(
            .invalidArtifact,
            "Cannot read the \(noun) \(path): it is not JSON (\(underlying)). Save it again.",
            path: path, underlyingError: underlying)
    }

    static func artifactNotAnObject(_ noun: String, path: String) -> AnalysisError {
        AnalysisError(
            .invalidArtifact,
            "Cannot read the \(noun) \(path): it holds JSON, but not an object. Save it again.",
            path: path)
    }

    static func artifactField(
        _ key: String, found: String?, needed: String, noun: String, path: String
    ) -> AnalysisError {
        AnalysisError(
            .invalidArtifact,
            "Cannot read the \(noun) \(path): '\(key)' is \(found ?? "missing"), and must be "
                + "\(needed). Save it again.",
            path: path)
    }

    static func unreadableTensors(
        _ noun: String, path: String, reason: String, underlying: any Error
    ) -> AnalysisError {
        AnalysisError(
            .invalidArtifact, "Cannot read the tensors of the \(noun): \(reason)", path: path,
            underlyingError: underlying)
    }

    static func tensorMissing(_ name: String, noun: String, path: String) -> AnalysisError {
        AnalysisError(
            .invalidArtifact,
            "Cannot use the \(noun) \(path): the tensor '\(name)' is missing. Save it again.",
            path: path)
    }

    static func tensorWithoutOther(
        _ name: String, other: String, noun: String, path: String
    ) -> AnalysisError {
        AnalysisError(
            .invalidArtifact,
            "Cannot use the \(noun) \(path): the tensor '\(name)' is there without '\(other)', and "
                + "they only work together. Save it again.",
            path: path)
    }

    static func tensorShape(
        _ name: String, found: [Int], needed: [Int], reason: String, noun: String, path: String
    ) -> AnalysisError {
        AnalysisError(
            .invalidArtifact,
            "Cannot use the \(noun) \(path): the tensor '\(name)' has the shape \(found), and "
                + "\(needed) is needed: \(reason). Save it again.",
            path: path)
    }

    static func tensorRank(
        _ name: String, found: [Int], noun: String, path: String
    ) -> AnalysisError {
        AnalysisError(
            .invalidArtifact,
            "Cannot use the \(noun) \(path): the tensor '\(name)' has the shape \(found), and two "
                + "dimensions of at least one element are needed. Save it again.",
            path: path)
    }

    static func tensorNotFinite(
        _ name: String, value: Float, position: Int, noun: String, path: String
    ) -> AnalysisError {
        AnalysisError(
            .invalidArtifact,
            "Cannot use the \(noun) \(path): the tensor '\(name)' holds \(value) at position "
                + "\(position), and only finite numbers give answers. Train it again.",
            path: path)
    }

    static func scalesByZero(position: Int, noun: String, path: String) -> AnalysisError {
        AnalysisError(
            .invalidArtifact,
            "Cannot use the \(noun) \(path): 'scaler_scale' is 0 at position \(position), and "
                + "features are divided by it. Train it again.",
            path: path)
    }

    static func cannotSave(
        _ noun: String, to folder: String, underlying: any Error
    ) -> AnalysisError {
        AnalysisError(
            .notWritten,
            "Cannot save the \(noun) in \(folder): \(reason(underlying, folder: folder))",
            path: folder,
            underlyingError: underlying)
    }

    /// The sentence of an error that has one; Foundation's have none for people.
    private static func reason(_ error: any Error, folder: String) -> String {
        if let error = error as? SafetensorsError { return error.message }
        if let error = error as? AnalysisError { return error.message }
        return URL(filePath: folder).obstacle
            ?? "the file system refuses it. Name another folder."
    }

    static func descriptionIsFolder(_ path: String) -> AnalysisError {
        AnalysisError(
            .notWritten, "there is a folder at \(path), where a file has to be. Move it away.",
            path: path)
    }

    static func artifactReplaced(_ noun: String, folder: String) -> AnalysisError {
        AnalysisError(
            .invalidArtifact,
            "Cannot read the \(noun) in \(folder): it was replaced while it was read. Read it again.",
            path: folder)
    }

    static func vectorsDoNotFit(
        found: Int, needed: Int, attribute: String, layer: Int
    ) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot apply the probe of '\(attribute)' for layer \(layer) to vectors of \(found) "
                + "features; it was trained on \(needed). Use vectors of the model it was trained "
                + "for.")
    }
}

extension AnalysisError {
    static func probeRows(
        _ rows: Int, task: ProbeTask, classNames: [String]?, noun: String, path: String
    ) -> AnalysisError {
        let names = classNames.map { "\($0.count) class name\($0.count == 1 ? "" : "s")" }
        return AnalysisError(
            .invalidArtifact,
            "Cannot use the \(noun) \(path): 'weight' has \(rows) row\(rows == 1 ? "" : "s"), "
                + "which does not suit the task \(task.rawValue) with \(names ?? "no class names")"
                + ". Save it again.",
            path: path)
    }

    static func probeFeatures(
        _ found: Int, needed: Int, reason: String, noun: String, path: String
    ) -> AnalysisError {
        AnalysisError(
            .invalidArtifact,
            "Cannot use the \(noun) \(path): 'artifact_feature_dim' is \(found), and must be "
                + "\(needed), \(reason). Save it again.",
            path: path)
    }
}
