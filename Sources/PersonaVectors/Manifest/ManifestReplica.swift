import CFileSystem
import Safetensors

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A second copy of a manifest, a few entries behind, that makes adding an entry cost the same
/// however long the manifest is, and readers still never meet half a file.
///
/// Writing the whole manifest beside and renaming it costs time that grows with the store: the
/// 10,000th save would copy megabytes for one entry. Instead the copy, which no reader knows of,
/// gets the entries that it lacks at its end and then exchanges names with `manifest.json` in one
/// atomic step (Linux `renameat2` with `RENAME_EXCHANGE`); what was the manifest is the copy of the
/// next save.
///
/// A slow reader may still have open what is the copy now, or a hard link of it may be somebody's
/// backup. The kernel's write lease is granted only when nobody has the file open, and the link
/// count is looked at; if either says no, or the system has no such calls, the manifest is written
/// whole. A copy left by a process that died is removed by the next writer.
struct ManifestReplica {
    /// Below this size writing the whole manifest costs no more than keeping a copy.
    static let minimumByteCount = 32 << 10

    private static let namePrefix = ".manifest.json.replica."

    /// The state of a file: which entries it has and where the text behind the last one begins.
    struct Extent {
        let entryCount: Int
        let tailOffset: Int
    }

    /// What `manifest.json` holds, when this process wrote it last.
    private var published: Extent?

    /// The copy and what it holds.
    private var copy: (path: String, extent: Extent)?

    /// Whether `name` is a copy's, this process's or another's.
    static func owns(_ name: String) -> Bool {
        name.hasPrefix(namePrefix)
    }

    /// Adds to the copy the entries that it lacks; no reader sees anything of it yet.
    ///
    /// - Returns: false when there is no usable copy, and none is kept then.
    mutating func prepare(_ manifest: Manifest, durability: Durability) -> Bool {
        guard let copy, published != nil else { return false }
        let text = manifest.encodedEntries(from: copy.extent.entryCount)
        guard Self.append(text + manifest.tail, to: copy, durability: durability) else {
            discard()
            return false
        }
        let extent = Extent(
            entryCount: manifest.entries.count, tailOffset: copy.extent.tailOffset + text.count)
        self.copy = (copy.path, extent)
        return true
    }

    /// Makes the prepared copy the manifest, and what was the manifest the copy.
    ///
    /// - Returns: false when the names could not be exchanged; nothing has changed then.
    mutating func publish(at manifestPath: String) -> Bool {
        guard let copy, let published, pv_exchange_names(copy.path, manifestPath) == 0 else {
            discard()
            return false
        }
        self.copy = (copy.path, published)
        self.published = copy.extent
        return true
    }

    private static func append(
        _ text: [UInt8], to copy: (path: String, extent: Extent), durability: Durability
    ) -> Bool {
        guard copy.extent.entryCount > 0 else { return false }
        let descriptor = open(copy.path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { _ = close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_nlink == 1,
            pv_take_write_lease(descriptor) == 0
        else { return false }
        defer { _ = pv_release_lease(descriptor) }
        let written = text.withUnsafeBytes { bytes in
            pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(copy.extent.tailOffset))
        }
        guard written == text.count else { return false }
        return durability == .processCrash || fsync(descriptor) == 0
    }

    /// Puts a whole manifest, written beside, in the manifest's place, and keeps what was there as
    /// the copy when that pays.
    ///
    /// - Returns: false when the names could not be exchanged; the caller renames then.
    mutating func exchange(
        _ temporaryPath: String, with manifestPath: String, byteCount: Int
    ) -> Bool {
        guard byteCount >= Self.minimumByteCount, copy == nil, let published,
            let copyPath = Self.path(beside: manifestPath),
            rename(temporaryPath, copyPath) == 0
        else { return false }
        guard pv_exchange_names(copyPath, manifestPath) == 0 else {
            _ = rename(copyPath, temporaryPath)
            return false
        }
        copy = (copyPath, published)
        return true
    }

    private static func path(beside manifestPath: String) -> String? {
        Folders.parent(of: manifestPath) + "/" + namePrefix + String(getpid()) + "."
            + String(UInt64.random(in: 0...UInt64.max), radix: 36)
    }

    /// Notes what `manifest.json` holds now that this process has written it whole.
    mutating func didPublish(_ manifest: Manifest, byteCount: Int) {
        published = Extent(
            entryCount: manifest.entries.count, tailOffset: byteCount - manifest.tail.count)
    }

    /// Removes the copy and forgets what `manifest.json` holds: somebody else has changed it.
    mutating func discard() {
        if let copy { _ = unlink(copy.path) }
        copy = nil
        published = nil
    }
}
