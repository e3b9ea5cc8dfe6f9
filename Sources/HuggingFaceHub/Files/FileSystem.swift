internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The operations on paths that the caches need, each failing with a sentence.
package enum FileSystem {
    /// What is at `path`, following links; `nil` when nothing is.
    package static func status(of path: String) -> (size: Int, isFile: Bool, modified: Int)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        #if canImport(Darwin)
        let modified = status.st_mtimespec.tv_sec
        #else
        let modified = status.st_mtim.tv_sec
        #endif
        return (Int(status.st_size), status.st_mode & S_IFMT == S_IFREG, modified)
    }

    package static func isFile(_ path: String) -> Bool {
        status(of: path)?.isFile ?? false
    }

    package static func createFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw HubError.folder(path, error)
        }
    }

    /// The names in a folder, sorted; none when the folder is not there.
    package static func names(in folder: String) -> [String] {
        // Absence is the answer that a cache gives before its first file.
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    package static func rename(_ from: String, to path: String) throws {
        #if canImport(Glibc)
        let result = Glibc.rename(from, path)
        #elseif canImport(Musl)
        let result = Musl.rename(from, path)
        #else
        let result = Darwin.rename(from, path)
        #endif
        guard result == 0 else { throw HubError.file("rename into place", path, errno) }
    }

    /// Removes a file or a link; one that is not there is fine.
    package static func removeFile(_ path: String) throws {
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw HubError.file("remove", path, errno)
    }

    /// Removes a folder with all that is in it; one that is not there is fine.
    package static func removeTree(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw HubError.folder(path, error)
        }
    }

    /// Puts a link at `path`, replacing what is there in one step.
    package static func link(_ path: String, to target: String) throws {
        let temporary = temporaryPath(beside: path)
        guard symlink(target, temporary) == 0 else {
            throw HubError.file("link", path, errno)
        }
        try rename(temporary, to: path)
    }

    /// The text of a link; `nil` when there is no link at `path`.
    package static func linkTarget(_ path: String) -> String? {
        // Absence is the answer: callers ask whether there is a link.
        try? FileManager.default.destinationOfSymbolicLink(atPath: path)
    }

    /// Writes beside and renames, so that a reader sees all of it or nothing of it.
    package static func write(
        _ bytes: [UInt8], to path: String, durably: Bool = false
    ) throws {
        let temporary = temporaryPath(beside: path)
        do {
            let file = try OpenFile(temporary, .createNew)
            try bytes.withUnsafeBytes { try file.write($0, at: 0) }
            if durably { try file.synchronize() }
            try rename(temporary, to: path)
        } catch {
            _ = unlink(temporary)
            throw error
        }
        if durably { try synchronizeFolder(of: path) }
    }

    /// Waits until the folder's entry of `path` is on the disk.
    package static func synchronizeFolder(of path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        try OpenFile(folder.isEmpty ? "." : folder, .read).synchronize()
    }

    /// All bytes of a file; `nil` when it is not there.
    package static func contents(of path: String) throws -> [UInt8]? {
        guard isFile(path) else { return nil }
        let file = try OpenFile(path, .read)
        return try file.bytes(in: 0..<file.size())
    }

    /// Marks a file as used now, for the eviction of what was not used longest.
    package static func touch(_ path: String) {
        utimes(path, nil)
    }

    package static func temporaryPath(beside path: String) -> String {
        "\(path).\(String(UInt32.random(in: 0...UInt32.max), radix: 16)).tmp"
    }

    /// The system's words for an error of Foundation, whose own description is a dump.
    static func reason(of error: any Error) -> String {
        let cause = (error as? CocoaError)?.underlying as? POSIXError
        return cause.map { message(of: $0.code.rawValue) } ?? "\(error)"
    }

    package static func message(of code: CInt) -> String {
        String(cString: strerror(code))
    }
}
