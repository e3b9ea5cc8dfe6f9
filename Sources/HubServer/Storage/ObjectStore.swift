internal import Foundation
internal import HuggingFaceHub

/// Content on disk, each file named by its digest, so that a file is never changed once it is there.
///
/// ```text
/// <root>/blobs/<2 digits>/<git sha1>      small files, as git names them
/// <root>/objects/<2 digits>/<sha256>      large ones, as LFS names them
/// <root>/uploads/<id>/<part>              what is still coming, or going
/// ```
struct ObjectStore: Sendable {
    let root: String
    let isDurable: Bool

    /// Whether an object of that digest and size is there.
    func has(_ sha256: String, size: Int) -> Bool {
        self.size(of: sha256) == size
    }

    /// The size of an object; nil when there is none of that digest.
    func size(of sha256: String) -> Int? {
        FileSystem.status(of: objectPath(sha256))?.size
    }

    func objectPath(_ sha256: String) -> String {
        "\(root)/objects/\(sha256.prefix(2))/\(sha256)"
    }

    func blobPath(_ sha1: String) -> String {
        "\(root)/blobs/\(sha1.prefix(2))/\(sha1)"
    }

    /// Stores a small file; on return it survives a power cut.
    ///
    /// - Returns: git's name for it.
    func storeBlob(_ bytes: [UInt8]) throws -> String {
        var hasher = ContentHasher(gitBlobOf: bytes.count)
        hasher.update(bytes)
        let name = hasher.hex()
        let path = blobPath(name)
        if !FileSystem.isFile(path) { try write(bytes, to: path) }
        return name
    }

    /// Puts bytes at a path in one step; what a crash leaves of it is forgotten at the next start.
    func write(_ bytes: [UInt8], to path: String) throws {
        let writer = try beginUpload((path as NSString).lastPathComponent)
        do {
            try bytes.withUnsafeBytes { try writer.append($0) }
            try move(writer.finish(), to: path)
        } catch {
            try writer.discard()
            throw error
        }
    }

    /// Moves an uploaded file to its place if it is what its name says.
    ///
    /// - Returns: whether it is; if not, it is removed.
    func adopt(_ upload: UploadedFile, as sha256: String, size: Int?) throws -> Bool {
        guard upload.sha256 == sha256, size.map({ $0 == upload.size }) ?? true else {
            try FileSystem.removeFile(upload.path)
            return false
        }
        try move(upload, to: objectPath(sha256))
        return true
    }

    private func move(_ upload: UploadedFile, to path: String) throws {
        try FileSystem.createFolder(folder(of: path))
        try FileSystem.rename(upload.path, to: path)
        if isDurable { try FileSystem.synchronizeFolder(of: path) }
    }

    /// Forgets what an earlier run did not finish.
    func discardUnfinished() throws {
        try FileSystem.removeTree("\(root)/uploads")
    }

    /// A place for bytes that are coming.
    func beginUpload(_ name: String) throws -> UploadWriter {
        try UploadWriter(path: unfinishedPath(name), isDurable: isDurable)
    }

    /// A new path for what is not finished: all that is there is forgotten at the next start.
    func unfinishedPath(_ name: String) throws -> String {
        let folder = "\(root)/uploads"
        try FileSystem.createFolder(folder)
        return FileSystem.temporaryPath(beside: "\(folder)/\(name)")
    }

    /// Keeps one part of an upload in parts.
    func storePart(_ upload: UploadedFile, _ number: Int, of id: String) throws {
        let folder = "\(root)/uploads/\(id)"
        try FileSystem.createFolder(folder)
        try FileSystem.rename(upload.path, to: "\(folder)/\(number)")
    }

    /// Joins the parts of an upload; `nil` when one is missing.
    func joinParts(_ count: Int, of id: String) throws -> UploadedFile? {
        let writer = try beginUpload(id)
        for number in 1...max(count, 1) {
            guard let part = try FileSystem.contents(of: "\(root)/uploads/\(id)/\(number)") else {
                try writer.discard()
                return nil
            }
            try part.withUnsafeBytes { try writer.append($0) }
        }
        try FileSystem.removeTree("\(root)/uploads/\(id)")
        return try writer.finish()
    }

    private func folder(of path: String) -> String {
        (path as NSString).deletingLastPathComponent
    }
}

/// A file that came in whole.
struct UploadedFile: Sendable {
    let path: String
    let sha256: String
    let size: Int
}

/// Writes and hashes bytes as they come.
///
/// A class because its hash and offset are one state; used by one request.
final class UploadWriter {
    private let file: OpenFile
    private let isDurable: Bool
    private var hasher = ContentHasher()
    private var size = 0

    init(path: String, isDurable: Bool) throws {
        file = try OpenFile(path, .createNew)
        self.isDurable = isDurable
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        try file.write(bytes, at: size)
        hasher.update(bytes)
        size += bytes.count
    }

    /// On return the bytes survive a power cut.
    func finish() throws -> UploadedFile {
        if isDurable { try file.synchronize() }
        return UploadedFile(path: file.path, sha256: hasher.hex(), size: size)
    }

    func discard() throws {
        try FileSystem.removeFile(file.path)
    }
}
