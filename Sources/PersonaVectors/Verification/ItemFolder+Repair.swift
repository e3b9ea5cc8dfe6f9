import AlignedMemory
import Safetensors

/// What the repair of one folder did.
struct FolderRepair: Sendable {
    var restored: [String] = []
    var dropped: [String] = []
    var backup: String?
}

extension ItemFolder {
    /// Makes the manifest agree with the tensor files.
    ///
    /// Files that describe themselves are listed again; entries without a file are dropped; a
    /// stated shape that no file has is corrected when all files agree. The manifest that was there
    /// is kept beside. Tensor files are never changed.
    func repair(durability: Durability) throws(ArtifactError) -> FolderRepair {
        try change(creatingFolder: false, readingManifest: false) { state throws(ArtifactError) in
            let old = try readableManifest(&state)
            let files = try idsOfFiles()
            let inspections = Parallel.map(files) { id in
                TensorInspection(path: self.tensorPath(id), id: id, readingValues: false)
            }
            var repair = FolderRepair()
            var manifest = try startingManifest(old, inspections)
            let known = Set(files.map { ExactString($0) })
            let lost = manifest.ids.filter { !known.contains($0) }
            manifest.remove(Set(lost))
            repair.dropped = lost.map(\.string).sortedByCodePoint()
            for (id, inspection) in zip(files, inspections)
            where !manifest.contains(ExactString(id)) {
                guard let entry = entry(of: id, inspection, in: manifest) else { continue }
                manifest.set(ExactString(id), to: entry)
                repair.restored.append(id)
            }
            if let old, old.encoded() == manifest.encoded() { return repair }
            if old == nil, manifest.entries.isEmpty { return repair }
            repair.backup = try keepOldManifest()
            state.snapshot = ManifestSnapshot(manifest)
            try publish(manifest, change: .rewritten, durability: durability, state: &state)
            return repair
        }
    }

    /// The manifest, or nil when it is missing or cannot be read.
    private func readableManifest(_ state: inout State) throws(ArtifactError) -> Manifest? {
        do throws(ArtifactError) {
            try refresh(&state)
            return state.snapshot?.manifest
        } catch {
            guard error.code == .invalidManifest else { throw error }
            return nil
        }
    }

    /// The old manifest with a shape that the files have, or an empty one.
    private func startingManifest(
        _ old: Manifest?, _ inspections: [TensorInspection]
    ) throws(ArtifactError) -> Manifest {
        let shapes = inspections.compactMap(\.shape)
        guard var manifest = old else {
            let shape = shapes.first ?? [0, 0]
            return Manifest(kind: kind, layerCount: shape[0], hiddenSize: shape[1])
        }
        let isStated = shapes.contains { manifest.states(layerCount: $0[0], hiddenSize: $0[1]) }
        if let shape = shapes.first, !isStated, shapes.allSatisfy({ $0 == shape }) {
            manifest.state(layerCount: shape[0], hiddenSize: shape[1])
        }
        return manifest
    }

    /// The entry that a file describes, nil when it does not describe one that fits.
    private func entry(
        of id: String, _ inspection: TensorInspection, in manifest: Manifest
    ) -> JSONValue? {
        let metadata = inspection.metadata
        let recordedID = metadata[TensorMetadata.id] ?? metadata[TensorMetadata.attribute]
        guard let shape = inspection.shape,
            manifest.states(layerCount: shape[0], hiddenSize: shape[1]),
            let recordedID, ExactString(recordedID) == ExactString(id)
        else { return nil }
        if kind == .attributes { return Self.json(metadata[TensorMetadata.entry]) }
        guard let name = metadata[TensorMetadata.name] else { return nil }
        return .object([
            "name": .string(name),
            "sample_ids": Self.json(metadata[TensorMetadata.sampleIDs]) ?? .array([]),
        ])
    }

    private static func json(_ text: String?) -> JSONValue? {
        guard let text else { return nil }
        // Metadata that somebody else wrote need not be JSON: then the file does not describe it.
        return Array(text.utf8).withUnsafeBytes { try? JSONReader.parse($0) }
    }

    /// Copies the manifest that is there, whatever it holds, to a name that nobody has.
    private func keepOldManifest() throws(ArtifactError) -> String? {
        guard let file = try FileReading.read(manifestPath) else { return nil }
        let taken = Set(try Folders.names(in: path))
        for number in 1... {
            let name = "\(Self.manifestName).before-repair-\(number)"
            if taken.contains(name) { continue }
            let backup = path + "/" + name
            try Self.writing { () throws(SafetensorsError) in
                try AtomicFile.write(to: backup) { output throws(SafetensorsError) in
                    try file.bytes.withUnsafeBytes { bytes throws(SafetensorsError) in
                        try output.append(bytes)
                    }
                }
            }
            return backup
        }
        return nil
    }
}
