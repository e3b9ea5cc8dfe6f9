import Safetensors

extension ArtifactError {
    static func notFound(_ location: ItemLocation) -> ArtifactError {
        ArtifactError(
            .notFound,
            "No \(location.noun) '\(location.id)' in \(location.folder) (\(location.itemCount)"
                + " listed). Run 'persona-vectors list' to see what there is.",
            path: location.path, personaID: location.id)
    }

    static func tensorFileMissing(_ location: ItemLocation) -> ArtifactError {
        ArtifactError(
            .notFound,
            "The manifest lists '\(location.id)' but its tensor file \(location.path) is not there."
                + " Run 'persona-vectors verify' to see what else is missing.",
            path: location.path, personaID: location.id)
    }

    static func tensorMissing(_ location: ItemLocation, found: [String]) -> ArtifactError {
        let names = found.isEmpty ? "no tensors" : found.joined(separator: ", ")
        return ArtifactError(
            .notFound,
            "The file \(location.path) has no tensor 'activations'; it holds \(names).",
            path: location.path, personaID: location.id)
    }

    static func tensorFileUnreadable(
        _ location: ItemLocation, _ error: SafetensorsError
    ) -> ArtifactError {
        ArtifactError(
            .invalidTensorFile, error.message, path: location.path, personaID: location.id,
            underlyingError: error)
    }

    static func writeFailed(_ error: SafetensorsError) -> ArtifactError {
        ArtifactError(.ioFailed, error.message, path: error.path, underlyingError: error)
    }

    static func notTwoDimensional(id: String, shape: [Int], path: String?) -> ArtifactError {
        let place = path.map { " in \($0)" } ?? ""
        return ArtifactError(
            .invalidShape,
            "The tensor for '\(id)'\(place) has the shape \(shape.described); a vector must be"
                + " num_layers × hidden_size.",
            path: path, personaID: id)
    }

    static func shapesDiffer(
        id: String, shape: [Int], firstID: String, firstShape: [Int], path: String
    ) -> ArtifactError {
        ArtifactError(
            .invalidShape,
            "The vector of '\(id)' is \(shape.described) but that of '\(firstID)' is"
                + " \(firstShape.described): vectors that are loaded together must have one shape.",
            path: path, personaID: id)
    }

    package static func layerOutOfRange(_ layer: Int, count: Int, id: String?) -> ArtifactError {
        let vector = id.map { "the vector of '\($0.printable)'" } ?? "this vector"
        return ArtifactError(
            .layerOutOfRange,
            "There is no layer \(layer) in \(vector); it has layers 0 to \(count - 1).",
            personaID: id)
    }

    static func tensorUnreadable(_ error: SafetensorsError) -> ArtifactError {
        ArtifactError(
            error.code == .unsupportedDType ? .unsupportedDType : .ioFailed, error.message,
            path: error.path, underlyingError: error)
    }

    static func wrongValueCount(found: Int, layerCount: Int, hiddenSize: Int) -> ArtifactError {
        ArtifactError(
            .invalidShape,
            "\(found) values cannot be a vector of \(layerCount) × \(hiddenSize); both must be"
                + " at least 1 and their product the number of values.")
    }

    static func conflict(ids: [String], folder: String, path: String) -> ArtifactError {
        let others = ids.count > 1 ? " and \(ids.count - 1) more" : ""
        return ArtifactError(
            .conflict,
            "'\(ids[0].printable)'\(others) would be overwritten: \(folder) has other content under"
                + " the same id. Pass --replace to overwrite it, or remove it first.",
            path: path, personaID: ids[0])
    }

    package static func emptySelection(_ folder: String) -> ArtifactError {
        ArtifactError(
            .notFound,
            "No personas were asked for in \(folder): at least one is needed to load vectors.")
    }

    static func duplicateIDs(_ id: String) -> ArtifactError {
        ArtifactError(
            .invalidArgument,
            "The batch has the id '\(id)' twice; each id can be saved once in a batch.",
            personaID: id)
    }

    static func ioFailed(
        _ action: String, path: String, reason: String, underlyingError: (any Error)? = nil
    ) -> ArtifactError {
        ArtifactError(
            .ioFailed, "Could not \(action) \(path): \(reason).", path: path,
            underlyingError: underlyingError)
    }
}
