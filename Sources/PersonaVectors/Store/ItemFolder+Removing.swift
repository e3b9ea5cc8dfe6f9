import Safetensors

extension ItemFolder {
    /// Removes items, all of them or none: first from the manifest, then their files, so that no
    /// listed item ever lacks its file.
    func remove(_ ids: [String], durability: Durability) throws(ArtifactError) {
        for id in ids {
            guard try snapshot()?.contains(id) == true else { throw try notListed(id) }
        }
        guard !ids.isEmpty else { return }
        try change(creatingFolder: false) { state throws(ArtifactError) in
            guard state.snapshot != nil else { throw .notFound(location(of: ids[0], itemCount: 0)) }
            let snapshot = Self.writable(&state) {
                Manifest(kind: kind, layerCount: 0, hiddenSize: 0)
            }
            for id in ids where !snapshot.contains(id) {
                throw .notFound(
                    location(of: id, itemCount: snapshot.manifest.entries.count))
            }
            snapshot.mutate { $0.remove(Set(ids.map { ExactString($0) })) }
            try publish(
                snapshot.manifest, change: .rewritten, durability: durability, state: &state)
            for id in ids { removeTensorFile(id) }
        }
    }

    /// Removes a tensor file; one that is missing, or an id that cannot be a file, is no error.
    private func removeTensorFile(_ id: String) {
        guard (try? ItemName.validate(id, noun: "id")) != nil else { return }
        Folders.removeFile(tensorPath(id))
    }
}
