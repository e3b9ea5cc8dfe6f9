import Safetensors

/// One item to save: the tensor, what the manifest says of it, and what its file says of itself.
struct ItemToSave: Sendable {
    let id: String
    let vector: PersonaVector
    let entry: JSONValue
    let metadata: [String: String]
}

extension ItemFolder {
    /// Saves items, all of them or none; an item that is there already is replaced in place.
    ///
    /// The ids must be valid and distinct. Everything is written beside its place first; then the
    /// tensor files are renamed, then the manifest, so that a listed item always has its file.
    func save(_ items: [ItemToSave], durability: Durability) throws(ArtifactError) {
        guard !items.isEmpty else { return }
        try change(creatingFolder: true) { state throws(ArtifactError) in
            try write(items, durability: durability, state: &state)
        }
    }

    /// Saves items while the folder's lock is held.
    func write(
        _ items: [ItemToSave], durability: Durability, state: inout State
    ) throws(ArtifactError) {
        guard let first = items.first else { return }
        let shape = [first.vector.layerCount, first.vector.hiddenSize]
        let snapshot = Self.writable(&state) {
            Manifest(kind: kind, layerCount: shape[0], hiddenSize: shape[1])
        }
        try checkShapes(items, against: snapshot.manifest)
        let tensors = try writeTensors(items, durability: durability)
        let entries = Parallel.map(items) { Manifest.text(of: ExactString($0.id), $0.entry) }
        do throws(ArtifactError) {
            let change = snapshot.mutate { manifest in
                zip(items, entries).map { manifest.set(ExactString($0.id), toText: $1) }
                    .reduce(.none) { max($0, $1) }
            }
            try publish(
                snapshot.manifest, change: change, after: tensors, durability: durability,
                state: &state)
        } catch {
            for tensor in tensors { tensor.discard() }
            throw error
        }
    }

    /// Does `body` under the folder's lock with the manifest as it is now; when it fails, forgets
    /// what is remembered and takes back the folders that were made.
    func change<R>(
        creatingFolder: Bool, readingManifest: Bool = true,
        _ body: (inout State) throws(ArtifactError) -> R
    ) throws(ArtifactError) -> R {
        try withState { state throws(ArtifactError) in
            let made = creatingFolder ? try Folders.create(path) : []
            do throws(ArtifactError) {
                return try FolderLock.hold(in: path, removingFileOnFailure: !made.isEmpty) {
                    () throws(ArtifactError) in
                    try sweep(&state)
                    if readingManifest { try refresh(&state) }
                    return try body(&state)
                }
            } catch {
                state.snapshot = nil
                state.identity = nil
                state.generation += 1
                state.replica.discard()
                Folders.removeEmpty(made)
                throw error
            }
        }
    }

    /// Removes what writers that died have left; the lock is held, so nobody is writing.
    private func sweep(_ state: inout State) throws(ArtifactError) {
        guard !state.isSwept else { return }
        for name in try Folders.names(in: path)
        where AtomicFile.isTemporaryName(name) || ManifestReplica.owns(name) {
            Folders.removeFile(path + "/" + name)
        }
        state.isSwept = true
    }

    /// The remembered manifest, or a new one, held by nobody else so that it can be changed.
    static func writable(_ state: inout State, orNew make: () -> Manifest) -> ManifestSnapshot {
        if state.snapshot != nil, !isKnownUniquelyReferenced(&state.snapshot) {
            state.snapshot = state.snapshot.map { ManifestSnapshot($0.manifest) }
        }
        let snapshot = state.snapshot ?? ManifestSnapshot(make())
        state.snapshot = snapshot
        return snapshot
    }

    /// Checks that items have the shape that a manifest states for all.
    func checkShapes(
        _ items: [ItemToSave], against manifest: Manifest
    ) throws(ArtifactError) {
        for item in items {
            let shape = [item.vector.layerCount, item.vector.hiddenSize]
            guard manifest.states(layerCount: shape[0], hiddenSize: shape[1]) else {
                throw .shapeDiffersFromManifest(
                    id: item.id, found: shape, stated: manifest.statedShape, path: manifestPath)
            }
        }
    }

    /// Moves tensors and manifest to their places, in this order.
    func publish(
        _ manifest: Manifest, change: ManifestChange, after tensors: [PendingFile] = [],
        durability: Durability, state: inout State
    ) throws(ArtifactError) {
        let commitTensors = { () throws(ArtifactError) in
            try Self.writing {
                () throws(SafetensorsError) in
                for tensor in tensors { try tensor.commit() }
                // Tensors must have their names on disk before a manifest that lists them has.
                if durability == .full, !tensors.isEmpty { try AtomicFile.syncFolder(self.path) }
            }
        }
        if change == .none {
            try commitTensors()
            return
        }
        if change == .rewritten { state.replica.discard() }
        if state.replica.prepare(manifest, durability: durability) {
            try commitTensors()
            if !state.replica.publish(at: manifestPath) {
                try publishWhole(manifest, durability: durability, state: &state) {}
            }
        } else {
            try publishWhole(
                manifest, durability: durability, state: &state, before: commitTensors)
        }
        if durability == .full {
            try Self.writing { () throws(SafetensorsError) in try AtomicFile.syncFolder(path) }
        }
        state.identity = try FileIdentity.of(path: manifestPath)
        state.generation += 1
    }

    private func publishWhole(
        _ manifest: Manifest, durability: Durability, state: inout State,
        before commitTensors: () throws(ArtifactError) -> Void
    ) throws(ArtifactError) {
        let bytes = manifest.encoded()
        let file = try Self.writing { () throws(SafetensorsError) in
            try AtomicFile.prepare(at: manifestPath, durability: durability) {
                output throws(SafetensorsError) in try output.append(bytes)
            }
        }
        do throws(ArtifactError) {
            try commitTensors()
            let isExchanged = state.replica.exchange(
                file.temporaryPath, with: manifestPath, byteCount: bytes.count)
            if !isExchanged {
                try Self.writing { () throws(SafetensorsError) in try file.commit() }
            }
        } catch {
            file.discard()
            throw error
        }
        state.replica.didPublish(manifest, byteCount: bytes.count)
    }

    /// Does `body`, whose failures are those of writing files.
    static func writing<R>(
        _ body: () throws(SafetensorsError) -> R
    ) throws(ArtifactError) -> R {
        do throws(SafetensorsError) {
            return try body()
        } catch {
            throw .writeFailed(error)
        }
    }
}
