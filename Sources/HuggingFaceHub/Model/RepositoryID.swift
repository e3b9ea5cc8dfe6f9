/// The name of a repository: `namespace/name`, and whether it holds a dataset or a model.
///
/// Checked by the rules of `huggingface_hub`: each part is 1 to 96 ASCII letters, digits, `_`, `-`
/// and `.`, neither starts nor ends with `-` or `.`, has no `--` and no `..`, and the name does not
/// end in `.git`.
public struct RepositoryID: Hashable, Sendable, CustomStringConvertible {
    /// What a repository holds; the raw values are the Hub's words.
    public enum Kind: String, Sendable {
        /// Rows of data. What calls that write take.
        case dataset
        /// The weights of a model, its configuration and its tokenizer. Only read here.
        case model
    }

    /// What the repository holds.
    public let kind: Kind
    /// The user or organization.
    public let namespace: String
    /// The repository's own name.
    public let name: String

    /// Reads `namespace/name`.
    ///
    /// - Parameters:
    ///   - text: the id as the Hub writes it.
    ///   - kind: what the repository holds.
    /// - Throws: ``HubError`` with code ``HubError/Code/invalidInput``; also for a model without a
    ///   namespace (`gpt2`), which the Hub has moved to one.
    public init(_ text: String, kind: Kind = .dataset) throws {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts.allSatisfy(Self.isValidPart), !parts[1].hasSuffix(".git")
        else { throw HubError.invalidRepositoryID(text, kind) }
        self.kind = kind
        namespace = parts[0]
        name = parts[1]
    }

    /// `namespace/name`.
    public var description: String { "\(namespace)/\(name)" }

    /// The folder of the repository in a cache: `datasets--namespace--name`.
    package var cacheFolder: String { "\(kind.folder)--\(namespace)--\(name)" }

    /// The address of the repository behind the endpoint: models have no folder there.
    var page: String { kind == .model ? description : "\(kind.folder)/\(description)" }

    private static func isValidPart(_ part: String) -> Bool {
        guard (1...96).contains(part.utf8.count), !part.contains("--"), !part.contains(".."),
            part.utf8.allSatisfy({ $0.isNameByte })
        else { return false }
        let edges: [Character?] = [part.first, part.last]
        return !edges.contains("-") && !edges.contains(".")
    }
}

extension RepositoryID.Kind {
    /// `datasets` or `models`, as in the addresses of the Hub's interface and in caches.
    var folder: String { "\(rawValue)s" }
}

/// A commit of a repository: 40 lowercase hexadecimal digits.
///
/// What it names never changes.
public struct CommitID: Hashable, Sendable, CustomStringConvertible {
    /// The 40 digits.
    public let hex: String

    /// Takes 40 hexadecimal digits; `nil` for anything else, such as the name of a branch.
    public init?(_ text: String) {
        guard case .gitBlob(let hex) = ContentDigest(etag: text), hex == text else { return nil }
        self.hex = hex
    }

    /// The 40 digits.
    public var description: String { hex }
}

/// A file of a repository at a revision: what most calls of ``HubClient`` take.
public struct HubFile: Hashable, Sendable, CustomStringConvertible {
    /// The repository.
    public let repository: RepositoryID
    /// A branch, a tag, `refs/pr/N`, or the 40 digits of a commit.
    public let revision: String
    /// The path in the repository, with `/` between its parts.
    public let path: String

    /// Names a file; whether it exists is asked later.
    ///
    /// - Parameters:
    ///   - path: the path in the repository.
    ///   - repository: the repository.
    ///   - revision: a branch, a tag, `refs/pr/N` or a commit.
    /// - Throws: ``HubError`` with code ``HubError/Code/invalidInput`` when the path is empty,
    ///   absolute, or has an empty, `.` or `..` part, or when the revision is not one.
    public init(_ path: String, in repository: RepositoryID, revision: String = "main") throws {
        try validatePath(path)
        try validateRevision(revision)
        self.repository = repository
        self.revision = revision
        self.path = path
    }

    /// The commit, when the revision is one.
    public var commit: CommitID? { CommitID(revision) }

    /// `namespace/name@revision:path`.
    public var description: String { "\(repository)@\(revision):\(path)" }
}

/// Refuses a path that could lead out of a folder, whoever it came from.
package func validatePath(_ path: String) throws {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isSound = parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    guard isSound, !path.utf8.contains(0), !path.contains("\\") else {
        throw HubError.invalidPath(path)
    }
}

/// Refuses a revision that git could not have and that could lead out of a folder.
package func validateRevision(_ revision: String) throws {
    let parts = revision.split(separator: "/", omittingEmptySubsequences: false)
    let isSound = parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.contains("..") }
    // What `git check-ref-format` refuses.
    let refused = Set(" ~^:?*[\\\u{7f}".utf8)
    guard isSound, revision.utf8.allSatisfy({ $0 > 0x20 && !refused.contains($0) }) else {
        throw HubError.invalidRevision(revision)
    }
}

extension UInt8 {
    /// Letters, digits, `_`, `-` and `.`.
    fileprivate var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
