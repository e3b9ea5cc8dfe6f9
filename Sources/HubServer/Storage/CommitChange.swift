internal import Foundation
internal import HuggingFaceHub

/// The body of a commit: lines of JSON, the first of them the header.
struct CommitChange: Sendable {
    private enum Operation: Sendable {
        case write(path: String, [UInt8])
        /// The size may be left out, as `huggingface_hub` does when it copies: the store knows it.
        case writeObject(path: String, sha256: String, size: Int?)
        case delete(path: String)
        case deleteFolder(path: String)
    }

    private(set) var title = ""
    private(set) var message = ""
    private(set) var parent: String?
    let opensPullRequest: Bool
    private var operations: [Operation] = []

    /// Reads the lines.
    ///
    /// - Throws: ``ServerFailure`` when a line is not what the protocol says.
    init(lines body: [UInt8], opensPullRequest: Bool) throws {
        self.opensPullRequest = opensPullRequest
        var hasHeader = false
        for line in body.split(separator: UInt8(ascii: "\n")) where !line.isEmpty {
            let item: Line
            do {
                item = try JSONCoding.decode(Line.self, from: Array(line))
            } catch {
                throw ServerFailure.badRequest("A line of the commit is not understood")
            }
            if item.key == "header" {
                hasHeader = true
                title = item.value.summary ?? ""
                message = item.value.description ?? ""
                parent = item.value.parentCommit
            } else {
                operations.append(try Self.operation(item))
            }
        }
        guard hasHeader, !title.isEmpty else {
            throw ServerFailure.badRequest("The commit has no header with a summary")
        }
    }

    private struct Line: Decodable {
        struct Value: Decodable {
            let summary: String?
            let description: String?
            let parentCommit: String?
            let path: String?
            let content: String?
            let encoding: String?
            let oid: String?
            let size: Int?
        }

        let key: String
        let value: Value
    }

    private static func operation(_ item: Line) throws -> Operation {
        let path = item.value.path ?? ""
        let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
        guard (try? validatePath(trimmed)) != nil else {
            throw ServerFailure.badRequest("Invalid path '\(path)'")
        }
        switch item.key {
        case "file":
            guard item.value.encoding == "base64",
                let bytes = item.value.content.flatMap({ Data(base64Encoded: $0) })
            else { throw ServerFailure.badRequest("The content of '\(path)' is not base64") }
            return .write(path: path, Array(bytes))
        case "lfsFile":
            guard let oid = item.value.oid, case .sha256 = ContentDigest(etag: oid) else {
                throw ServerFailure.badRequest("'\(path)' has no oid")
            }
            return .writeObject(path: path, sha256: oid, size: item.value.size)
        case "deletedFile": return .delete(path: path)
        case "deletedFolder": return .deleteFolder(path: trimmed)
        default: throw ServerFailure.badRequest("Unknown operation '\(item.key)'")
        }
    }

    /// Changes a listing; stores the content of small files.
    func apply(to files: inout [String: FileRecord], _ objects: ObjectStore) throws {
        for operation in operations {
            switch operation {
            case .write(let path, let bytes):
                files[path] = FileRecord(blob: try objects.storeBlob(bytes), size: bytes.count)
            case .writeObject(let path, let sha256, let named):
                guard let size = objects.size(of: sha256), size == named ?? size else {
                    throw ServerFailure.badRequest(
                        "LFS pointer pointed to a file that does not exist. For '\(path)'")
                }
                let pointer = FileRecord.pointer(sha256: sha256, size: size)
                files[path] = FileRecord(
                    blob: try objects.storeBlob(pointer), size: size, sha256: sha256)
            case .delete(let path):
                guard files.removeValue(forKey: path) != nil else {
                    throw ServerFailure.noEntry("A file with this name doesn't exist")
                }
            case .deleteFolder(let path):
                let before = files.count
                files = files.filter { !$0.key.hasPrefix(path + "/") }
                guard files.count < before else {
                    throw ServerFailure.noEntry("A folder with this name doesn't exist")
                }
            }
        }
    }
}
