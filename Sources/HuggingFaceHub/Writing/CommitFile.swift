internal import Foundation

/// A file of a commit, ready to be hashed and sent.
struct CommitFile: Sendable {
    let path: String
    let size: Int
    private let content: Content

    private enum Content: Sendable {
        case bytes([UInt8])
        case file(OpenFile)
    }

    init(path: String, _ bytes: [UInt8]) {
        self.path = path
        content = .bytes(bytes)
        size = bytes.count
    }

    init(path: String, _ url: URL) throws {
        self.path = path
        let file = try OpenFile(url.path, .read)
        content = .file(file)
        size = try file.size()
    }

    /// The bytes of a part, to be sent.
    func body(_ range: Range<Int>) -> HTTPBody {
        switch content {
        case .bytes(let bytes): .bytes(Array(bytes[range]))
        case .file(let file): .file(file, offset: range.lowerBound, count: range.count)
        }
    }

    /// All bytes: for files that the Hub wants in the commit itself, which are small.
    func bytes() throws -> [UInt8] {
        switch content {
        case .bytes(let bytes): bytes
        case .file(let file): try file.bytes(in: 0..<size)
        }
    }

    /// The first bytes, by which the Hub tells text from other content.
    func sample() throws -> [UInt8] {
        switch content {
        case .bytes(let bytes): Array(bytes.prefix(512))
        case .file(let file): try file.bytes(in: 0..<min(size, 512))
        }
    }

    /// SHA-256, or git's name for the content.
    func digest(asGitBlob: Bool) throws -> String {
        var hasher = asGitBlob ? ContentHasher(gitBlobOf: size) : ContentHasher()
        switch content {
        case .bytes(let bytes): hasher.update(bytes)
        case .file(let file): try hasher.update(file, in: 0..<size)
        }
        return hasher.hex()
    }
}

/// A change that the Hub has been asked about.
enum PreparedOperation: Sendable {
    /// Goes into the commit itself.
    case regular(CommitFile, gitBlob: String)
    /// Goes to the object store first; the commit holds its digest.
    case large(CommitFile, sha256: String)
    /// Is in the object store already.
    case stored(String, sha256: String, size: Int)
    case deleteFile(String)
    case deleteFolder(String)

    /// Whether a listing shows this change done.
    func isDone(in snapshot: RepositorySnapshot) -> Bool {
        switch self {
        case .regular(let file, let gitBlob): snapshot[file.path]?.etag == gitBlob
        case .large(let file, let sha256): snapshot[file.path]?.etag == sha256
        case .stored(let path, let sha256, _): snapshot[path]?.etag == sha256
        case .deleteFile(let path): snapshot[path] == nil
        case .deleteFolder(let path): snapshot.files(in: path, isRecursive: true).isEmpty
        }
    }
}
