internal import Synchronization

/// Where the bytes of a file are: what a HEAD told.
struct FileLocation: Sendable {
    let metadata: FileMetadata
    /// The address of the bytes; often signed, and then good for a while only.
    let url: String
}

/// The addresses that are known, so that many ranges of a file cost one HEAD.
///
/// A class because all copies of a client share it. Only files at a commit are kept: for them the
/// metadata never changes, and an address that has expired is found again.
final class FileLocations: Sendable {
    private let known = Mutex<[HubFile: FileLocation]>([:])

    subscript(file: HubFile) -> FileLocation? {
        get { known.withLock { $0[file] } }
        set {
            guard file.commit != nil else { return }
            known.withLock { $0[file] = newValue }
        }
    }
}
