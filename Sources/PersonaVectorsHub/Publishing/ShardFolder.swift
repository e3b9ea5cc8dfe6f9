import HuggingFaceHub

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The folder in which one push writes its shards, locked while the push runs.
///
/// A push that is killed cannot remove its folder. The lock goes with the process, and by that the
/// next push knows what nobody needs any more.
///
/// A class because the lock is held as long as it lives.
final class ShardFolder: Sendable {
    private static let prefix = "persona-vectors-push-"

    let url: URL
    private let lock: OpenFile

    /// Makes a folder, and removes those that earlier pushes were kept from removing.
    ///
    /// - Throws: ``/HuggingFaceHub/HubError`` with code `fileSystem`.
    init(in parent: URL = FileManager.default.temporaryDirectory) throws {
        Self.sweep(parent)
        let name = UUID().uuidString
        // Under another name until it is locked: else another push could take it for a left one.
        let unlocked = parent.appending(path: "persona-vectors-new-\(name)").path
        url = parent.appending(path: Self.prefix + name)
        try FileSystem.createFolder(unlocked)
        lock = try OpenFile(unlocked, .read)
        // A file system without locks has none for the sweep either: nothing is removed there.
        _ = lock.tryLock()
        try FileSystem.rename(unlocked, to: url.path)
    }

    /// Removes the folder; what is left of it costs disk only, and the next push tries again.
    func remove() {
        try? FileSystem.removeTree(url.path)
        withExtendedLifetime(lock) {}
    }

    private static func sweep(_ parent: URL) {
        for name in FileSystem.names(in: parent.path) where name.hasPrefix(prefix) {
            let path = parent.appending(path: name).path
            // What cannot be looked at, opened or removed is somebody else's: it stays. Anything but
            // a folder is none of ours, and a pipe would be waited for.
            guard isFolder(path), let lock = try? OpenFile(path, .read), lock.tryLock() == .locked
            else { continue }
            try? FileSystem.removeTree(path)
            withExtendedLifetime(lock) {}
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.type] as? FileAttributeType == .typeDirectory
    }
}
