#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Making folders, and taking them back.
enum Folders {
    /// Makes a folder and those above it that are missing.
    ///
    /// - Returns: the folders made, the topmost first, for ``removeEmpty(_:)`` when a later step
    ///   fails.
    static func create(_ path: String) throws(ArtifactError) -> [String] {
        if mkdir(path, 0o777) == 0 { return [path] }
        switch errno {
        case EEXIST:
            guard isFolder(path) else {
                throw .ioFailed("use the folder", path: path, reason: "it is a file")
            }
            return []
        case ENOENT where parent(of: path) != path:
            let above = try create(parent(of: path))
            if mkdir(path, 0o777) == 0 { return above + [path] }
            // Another writer may make the same folder meanwhile: then it is theirs.
            if errno == EEXIST, isFolder(path) { return above }
            // Not once more from the start: where the system says that a folder which is there is
            // not, as in /proc, that would never end.
            let error = ArtifactError.posix("create the folder", path: path)
            removeEmpty(above)
            throw error
        default:
            throw .posix("create the folder", path: path)
        }
    }

    /// Removes those of the folders that are empty, the last first.
    static func removeEmpty(_ paths: [String]) {
        for path in paths.reversed() where rmdir(path) != 0 { return }
    }

    /// Removes a file; one that is not there is not an error.
    static func removeFile(_ path: String) {
        _ = unlink(path)
    }

    /// Everything before the last separator; `.` when there is none.
    static func parent(of path: String) -> String {
        guard let separator = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return separator == path.startIndex ? "/" : String(path[..<separator])
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a folder, sorted by code point; empty when there is no such folder.
    static func names(in path: String) throws(ArtifactError) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw .posix("list the folder", path: path)
        }
        defer { _ = closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sortedByCodePoint()
    }
}
