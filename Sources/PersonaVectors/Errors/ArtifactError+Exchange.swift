import Safetensors

extension ArtifactError {
    static func importedFileUnreadable(_ path: String, _ error: SafetensorsError) -> ArtifactError {
        ArtifactError(.invalidTensorFile, error.message, path: path, underlyingError: error)
    }

    static func importedTensorMissing(
        _ name: String, path: String, found: [String]
    ) -> ArtifactError {
        let names = found.isEmpty ? "no tensors" : found.joined(separator: ", ")
        return ArtifactError(
            .notFound, "The file \(path) has no tensor '\(name)'; it holds \(names).", path: path)
    }
}
