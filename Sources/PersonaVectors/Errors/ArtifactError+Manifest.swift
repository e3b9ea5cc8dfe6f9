extension ArtifactError {
    private static let repairHint =
        "Run 'persona-vectors verify --repair' to rebuild it from the tensor files."

    static func manifestNotJSON(path: String, reason: String, offset: Int) -> ArtifactError {
        ArtifactError(
            .invalidManifest,
            "The manifest \(path) is not JSON: \(reason) at byte \(offset). \(repairHint)",
            path: path)
    }

    static func manifestNotObject(path: String) -> ArtifactError {
        ArtifactError(
            .invalidManifest,
            "The manifest \(path) is not a JSON object, as a manifest must be. \(repairHint)",
            path: path)
    }

    static func manifestWithoutItems(path: String, key: String) -> ArtifactError {
        ArtifactError(
            .invalidManifest,
            "The manifest \(path) has no object named '\(key)', which lists what the folder"
                + " holds. \(repairHint)",
            path: path)
    }

    static func shapeDiffersFromManifest(
        id: String, found: [Int], stated: String, path: String
    ) -> ArtifactError {
        ArtifactError(
            .invalidShape,
            "The tensor for '\(id)' is \(found.described), but the manifest \(path) says"
                + " \(stated) for every item. \(otherShapeAdvice)",
            path: path, personaID: id)
    }

    /// The end of that sentence: what to do, for whoever chose the model and the mask strategy.
    package static let otherShapeAdvice =
        "Save vectors of another shape under another model or mask strategy."
}

extension [Int] {
    /// A shape for a message: `42 × 3584`, or `()` for a scalar.
    var described: String {
        isEmpty ? "()" : map(String.init).joined(separator: " × ")
    }
}
