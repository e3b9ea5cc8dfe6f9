import Safetensors

extension PersonaVectorToSave {
    /// The vectors of a safetensors file of any origin.
    ///
    /// A tensor named `activations` is one vector, whose id, name and sample ids come from the file's
    /// metadata as far as a store wrote it, else from the file's name. Without such a tensor, every
    /// tensor is a vector: a single one with the file's name for its id, several with their own.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - tensorName: the one tensor to read; nil decides as said above.
    /// - Returns: the vectors, as views of the mapped file, sorted by tensor name.
    /// - Throws: ``ArtifactError`` with code `invalidTensorFile`, `notFound` when there is no such
    ///   tensor, `invalidShape` when one is not two-dimensional.
    package static func read(
        safetensorsAt path: String, tensorName: String? = nil
    ) throws(ArtifactError) -> [PersonaVectorToSave] {
        let file: SafetensorsFile
        do throws(SafetensorsError) {
            file = try SafetensorsFile(path: path)
        } catch {
            throw .importedFileUnreadable(path, error)
        }
        let names = file.header.tensors.map(\.name).sortedByCodePoint()
        var wanted = names
        if let tensorName {
            wanted = [tensorName]
        } else if names.contains(where: { ExactString($0) == ExactString(ItemFolder.tensorName) }) {
            wanted = [ItemFolder.tensorName]
        }
        let stem = fileStem(of: path)
        var vectors: [PersonaVectorToSave] = []
        for name in wanted {
            guard let tensor = try? file.tensor(name) else {
                throw .importedTensorMissing(name, path: path, found: names)
            }
            guard tensor.shape.count == 2, tensor.shape.allSatisfy({ $0 > 0 }) else {
                throw .notTwoDimensional(id: name, shape: tensor.shape, path: path)
            }
            let id = wanted.count == 1 ? stem : name
            vectors.append(vector(tensor, metadata: file.header.metadata, id: id))
        }
        guard !vectors.isEmpty else {
            throw .importedTensorMissing(ItemFolder.tensorName, path: path, found: [])
        }
        return vectors
    }

    private static func vector(
        _ tensor: TensorView, metadata: [String: String], id: String
    ) -> PersonaVectorToSave {
        let id = metadata[TensorMetadata.id] ?? id
        let samples = metadata[TensorMetadata.sampleIDs]
            .flatMap { try? JSONValue(parsing: Array($0.utf8)) }?.arrayValue?
            .compactMap(\.stringValue)
        return PersonaVectorToSave(
            personaID: id, personaName: metadata[TensorMetadata.name] ?? id,
            vector: PersonaVector(
                tensor: tensor, provenance: VectorProvenance(metadata: metadata)),
            sampleIDs: samples ?? [])
    }

    /// The name of a file without its folder and its last extension.
    package static func fileStem(of path: String) -> String {
        let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? []
        let stem = name.lastIndex(of: UInt8(ascii: ".")).map { name[..<$0] } ?? name[...]
        return String(decoding: stem.isEmpty ? name[...] : stem, as: UTF8.self)
    }
}
