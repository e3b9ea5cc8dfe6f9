import Safetensors
import Synchronization

/// One folder of a store, `<root>/<model_dir>/<mask_strategy>/<variant>`: a manifest and a tensor
/// file an item.
///
/// A class because it remembers the manifest between calls; the memory is checked against the
/// file's identity at each call, so that other processes' changes are seen.
final class ItemFolder: Sendable {
    static let manifestName = "manifest.json"

    let kind: ManifestKind

    /// The folder's path.
    let path: String

    /// The path relative to the store's root, for messages.
    let relativePath: String

    private let state = Mutex(State())

    /// What is remembered between calls.
    struct State {
        var snapshot: ManifestSnapshot?
        var identity: FileIdentity?
        /// Counts the snapshots, so that lists made of several folders can be remembered too.
        var generation = 0
        var replica = ManifestReplica()
        var isSwept = false
    }

    init(kind: ManifestKind, root: String, relativePath: String) {
        self.kind = kind
        self.relativePath = relativePath
        path = root + "/" + relativePath
    }

    deinit {
        state.withLock { $0.replica.discard() }
    }

    var manifestPath: String { path + "/" + Self.manifestName }

    /// The tensor file of an item; the id must have been validated.
    func tensorPath(_ id: String) -> String {
        path + "/" + id + ".safetensors"
    }

    func location(of id: String, itemCount: Int) -> ItemLocation {
        ItemLocation(
            noun: kind == .personas ? "persona" : "attribute", id: id, folder: relativePath,
            path: tensorPath(id), itemCount: itemCount)
    }

    /// The manifest as it is now, or nil when there is none.
    ///
    /// - Complexity: one `stat` when the file has not changed, else one pass over the file.
    func snapshot() throws(ArtifactError) -> ManifestSnapshot? {
        try current()?.snapshot
    }

    /// The manifest as it is now and the number of its state.
    func current() throws(ArtifactError) -> (snapshot: ManifestSnapshot, generation: Int)? {
        try state.withLock { state throws(ArtifactError) in
            try refresh(&state)
            return state.snapshot.map { ($0, state.generation) }
        }
    }

    /// Calls `body` with the folder's memory, which no other thread uses meanwhile.
    func withState<R>(
        _ body: (inout State) throws(ArtifactError) -> R
    ) throws(ArtifactError) -> R {
        try state.withLock { state throws(ArtifactError) in try body(&state) }
    }

    /// Reads the manifest again if its file is not the one that is remembered.
    func refresh(_ state: inout State) throws(ArtifactError) {
        let identity = try FileIdentity.of(path: manifestPath)
        if identity != nil, identity == state.identity, state.snapshot != nil { return }
        state.snapshot = nil
        state.identity = nil
        state.generation += 1
        state.replica.discard()
        guard identity != nil, let read = try readManifest() else { return }
        state.snapshot = ManifestSnapshot(read.manifest)
        state.identity = read.identity.isRacy ? nil : read.identity
    }

    /// How often a manifest that changes while it is read is read again.
    private static let attempts = 20

    /// Reads the manifest; when another program rewrites it in place at that very moment, what was
    /// read may be half of it, and is read again.
    private func readManifest(
        attempt: Int = 1
    ) throws(ArtifactError) -> (manifest: Manifest, identity: FileIdentity)? {
        guard let file = try FileReading.read(manifestPath) else { return nil }
        do {
            let manifest = try Manifest.parse(file.bytes, kind: kind, path: manifestPath)
            return (manifest, file.identity)
        } catch {
            let isChanged = try FileIdentity.of(path: manifestPath) != file.identity
            guard isChanged, attempt < Self.attempts else { throw error }
        }
        return try readManifest(attempt: attempt + 1)
    }
}
