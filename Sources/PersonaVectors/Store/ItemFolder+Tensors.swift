import Dispatch
import Safetensors
import Synchronization

extension ItemFolder {
    static let tensorName = "activations"

    /// Writes the tensor files beside their places, with as many threads as help.
    func writeTensors(
        _ items: [ItemToSave], durability: Durability
    ) throws(ArtifactError) -> [PendingFile] {
        let results = Parallel.map(items) { item in
            Result { () throws(ArtifactError) in
                try self.writeTensor(item, durability: durability)
            }
        }
        var files: [PendingFile] = []
        var failure: ArtifactError?
        for result in results {
            switch result {
            case .success(let file): files.append(file)
            case .failure(let error): failure = failure ?? error
            }
        }
        if let failure {
            for file in files { file.discard() }
            throw failure
        }
        return files
    }

    private func writeTensor(
        _ item: ItemToSave, durability: Durability
    ) throws(ArtifactError) -> PendingFile {
        let (tensor, metadata) = try describedTensor(item)
        return try Self.writing { () throws(SafetensorsError) in
            try SafetensorsWriter.prepare(
                [tensor], metadata: metadata, at: tensorPath(item.id), durability: durability)
        }
    }

    /// An item's tensor and all that its file says of it.
    func describedTensor(
        _ item: ItemToSave
    ) throws(ArtifactError) -> (tensor: TensorToWrite, metadata: [String: String]) {
        let tensor = try item.vector.tensorToWrite(named: Self.tensorName)
        var metadata = item.metadata
        metadata[TensorMetadata.dtype] = tensor.dtype.rawValue
        metadata[TensorMetadata.digest] = tensor.withBytes { SHA256Digest(of: $0).hex }
        return (tensor, metadata)
    }

    /// Opens an item's tensor and checks that it is two-dimensional; `itemCount`, the number of
    /// items listed, is for messages.
    func openTensor(
        _ id: String, itemCount: Int, access: FileAccess
    ) throws(ArtifactError) -> (tensor: TensorView, metadata: [String: String]) {
        let location = location(of: id, itemCount: itemCount)
        let file: SafetensorsFile
        do throws(SafetensorsError) {
            file = try SafetensorsFile(path: location.path, access: access)
        } catch {
            if error.code == .notFound { throw .tensorFileMissing(location) }
            throw .tensorFileUnreadable(location, error)
        }
        guard file.header[Self.tensorName] != nil else {
            throw .tensorMissing(location, found: file.header.tensors.map(\.name))
        }
        let tensor: TensorView
        do throws(SafetensorsError) {
            tensor = try file.tensor(Self.tensorName)
        } catch {
            throw .tensorFileUnreadable(location, error)
        }
        guard tensor.shape.count == 2 else {
            throw .notTwoDimensional(id: id, shape: tensor.shape, path: location.path)
        }
        return (tensor, file.header.metadata)
    }

    /// The vector of a listed item.
    func load(_ id: String, access: FileAccess) throws(ArtifactError) -> PersonaVector {
        guard let snapshot = try snapshot(), snapshot.manifest.hasObject(for: ExactString(id))
        else {
            throw try notListed(id)
        }
        let noun = kind == .personas ? "persona id" : "attribute"
        try ItemName.validate(id, noun: noun)
        let found = try openTensor(
            id, itemCount: snapshot.manifest.entries.count, access: access)
        return PersonaVector(
            tensor: found.tensor, provenance: VectorProvenance(metadata: found.metadata))
    }

    /// The error of an item that the manifest does not list.
    func notListed(_ id: String) throws(ArtifactError) -> ArtifactError {
        .notFound(location(of: id, itemCount: try snapshot()?.manifest.entries.count ?? 0))
    }
}
