import NumPyFiles
import PersonaVectors
import Safetensors

/// Reads the vectors of a `.safetensors`, `.npy` or `.npz` file.
struct VectorFileReader {
    let options: ImportedVectorOptions

    /// The vectors of a file, described by the options as far as they say something.
    func read(_ path: String) throws -> [PersonaVectorToSave] {
        let found =
            switch ImportSource.fileExtension(of: path) {
            case "npy": try [vector(NPYFile.read(path: path), id: stem(path), path: path)]
            case "npz": try archive(path)
            default:
                try PersonaVectorToSave.read(safetensorsAt: path, tensorName: options.tensor)
            }
        return try found.map(described)
    }

    private func stem(_ path: String) -> String { PersonaVectorToSave.fileStem(of: path) }

    private func archive(_ path: String) throws -> [PersonaVectorToSave] {
        let archive = try NPZFile(path: path)
        var wanted = Array(archive.names.indices)
        if let tensor = options.tensor {
            wanted = wanted.filter { ExactString(archive.names[$0]) == ExactString(tensor) }
        }
        guard !wanted.isEmpty else {
            throw CommandFailure.noSuchArray(options.tensor, path: path, names: archive.names)
        }
        return try wanted.map { index in
            let name = archive.names[index]
            // `numpy.savez(file, array)` numbers arrays that it was given no name for.
            let isNamed =
                options.tensor == nil
                && (archive.names.count > 1 || !["arr_0", "activations"].contains(name))
            return try vector(
                archive.array(at: index), id: isNamed ? name : stem(path), path: "\(path)/\(name)")
        }
    }

    private func vector(
        _ array: NumPyArray, id: String, path: String
    ) throws -> PersonaVectorToSave {
        guard array.shape.count == 2, array.shape.allSatisfy({ $0 > 0 }) else {
            throw CommandFailure.notAMatrix(path, shape: array.shape)
        }
        let vector = try PersonaVector(
            bytes: array.bytes, dtype: TensorDType(array.dtype), layerCount: array.shape[0],
            hiddenSize: array.shape[1])
        return PersonaVectorToSave(personaID: id, personaName: id, vector: vector)
    }

    private func described(_ found: PersonaVectorToSave) throws -> PersonaVectorToSave {
        let id = options.personaId ?? found.personaID
        let usualName = found.personaName == found.personaID ? id : found.personaName
        return PersonaVectorToSave(
            personaID: id, personaName: options.name ?? usualName,
            vector: options.dropEmbeddingRow
                ? try found.vector.droppingFirstRow() : found.vector,
            sampleIDs: options.sampleIds.isEmpty ? found.sampleIDs : options.sampleIds,
            provenance: found.provenance)
    }
}

extension TensorDType {
    /// The dtype of an array of NumPy.
    init(_ dtype: NumPyArray.DType) {
        switch dtype {
        case .float16: self = .float16
        case .float32: self = .float32
        case .float64: self = .float64
        }
    }
}
