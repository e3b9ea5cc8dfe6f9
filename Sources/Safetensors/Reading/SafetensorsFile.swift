/// A safetensors file open for reading: a checked header, and views of its tensors.
///
/// A class because it owns a mapping or a file descriptor, which live as long as the file or one of
/// its views does. Immutable and safe to use from many threads.
public final class SafetensorsFile: Sendable {
    /// The path as it was given.
    public let path: String
    /// The names, dtypes, shapes and metadata.
    public let header: SafetensorsHeader

    private let source: ByteSource

    /// The bytes read first without a mapping: enough for the header of most files in one call.
    private static let firstRead = 4096

    /// Opens a file and checks its header; no tensor is read.
    ///
    /// - Parameters:
    ///   - path: the file; symbolic links are followed.
    ///   - access: how bytes are reached; with `.mapped` the descriptor is closed at once, so any
    ///     number of files may be open.
    /// - Throws: ``SafetensorsError`` with code `notFound`, `notAFile` or `ioFailed`, or what
    ///   ``SafetensorsHeader/init(parsing:fileSize:path:)`` throws.
    /// - Complexity: O(length of the header).
    public init(path: String, access: FileAccess = .mapped) throws(SafetensorsError) {
        let file = try OpenFile(path)
        self.path = path
        switch access {
        case .mapped:
            let mapping = try MappedBytes(file)
            source = .mapped(mapping)
            header = try unsafe mapping.withBytes { (bytes) throws(SafetensorsError) in
                try unsafe SafetensorsHeader(parsing: bytes, fileSize: file.size, path: path)
            }
        case .pread:
            source = .file(file)
            header = try Self.readHeader(of: file, from: source)
        }
    }

    /// Reads a file that is in memory already, for example just downloaded.
    ///
    /// - Parameters:
    ///   - bytes: the whole file; views keep it alive.
    ///   - path: names it in errors; nothing is opened.
    /// - Throws: what ``SafetensorsHeader/init(parsing:fileSize:path:)`` throws.
    public init(bytes: [UInt8], path: String) throws(SafetensorsError) {
        self.path = path
        source = .memory(bytes)
        header = try unsafe source.withBytes(in: 0..<bytes.count) {
            (buffer) throws(SafetensorsError) in
            try unsafe SafetensorsHeader(parsing: buffer, fileSize: bytes.count, path: path)
        }
    }

    /// A view of the tensor called `name`; no element is read yet.
    ///
    /// - Parameter name: the key in the header, compared byte by byte.
    /// - Returns: the view; it keeps the file's bytes reachable.
    /// - Throws: ``SafetensorsError`` with code `tensorMissing`, naming the tensors there are.
    public func tensor(_ name: String) throws(SafetensorsError) -> TensorView {
        guard let info = header[name] else {
            throw .tensorMissing(name, available: header.tensors, path: path)
        }
        return TensorView(info: info, dataStart: header.dataStart, source: source, path: path)
    }

    private static func readHeader(
        of file: OpenFile, from source: ByteSource
    ) throws(SafetensorsError) -> SafetensorsHeader {
        let first = 0..<min(firstRead, file.size)
        let complete: SafetensorsHeader?
        var length = 0
        complete = try unsafe source.withBytes(in: first) { (bytes) throws(SafetensorsError) in
            length = try unsafe SafetensorsHeader.length(
                ofHeaderIn: bytes, fileSize: file.size, path: file.path)
            guard length <= first.count else { return nil }
            return try unsafe SafetensorsHeader(
                parsing: bytes, fileSize: file.size, path: file.path)
        }
        if let complete { return complete }
        return try unsafe source.withBytes(in: 0..<length) { (bytes) throws(SafetensorsError) in
            try unsafe SafetensorsHeader(parsing: bytes, fileSize: file.size, path: file.path)
        }
    }
}
