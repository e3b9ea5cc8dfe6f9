internal import Synchronization

/// The content whose bytes this program has compared with their digest, so that it is done once.
///
/// A class because all copies of a client share it. A file that was touched since counts as another.
final class CheckedContent: Sendable {
    private struct Key: Hashable {
        let path: String
        let size: Int
        let modified: Int
    }

    private let keys = Mutex<Set<Key>>([])

    /// Notes that the file at `path` has the right bytes.
    func insert(_ path: String) {
        guard let key = key(path) else { return }
        _ = keys.withLock { $0.insert(key) }
    }

    func contains(_ path: String) -> Bool {
        key(path).map { key in keys.withLock { $0.contains(key) } } ?? false
    }

    private func key(_ path: String) -> Key? {
        FileSystem.status(of: path).map {
            Key(path: path, size: $0.size, modified: $0.modified)
        }
    }
}
