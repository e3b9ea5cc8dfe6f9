/// The checked header of a safetensors file.
///
/// ```text
/// offset 0      8 bytes   N, the header's length, little endian; at most 100,000,000
/// offset 8      N bytes   JSON, often padded with spaces:
///                         {"__metadata__": {key: text, …},
///                          name: {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}
/// offset 8 + N            the tensors' bytes; data_offsets count from here
/// ```
///
/// Everything is checked here, once: a header that exists describes ranges that follow each other
/// without hole or overlap, cover the rest of the file exactly, and have the sizes that dtype and
/// shape ask for. The rules are those of the Rust library of safetensors 0.8, with these
/// differences, all towards refusing: a key given twice, a description or dtype in another JSON form
/// than the documented one (serde happens to take a list for an object), and dimensions of 2^63 or
/// more.
public struct SafetensorsHeader: Sendable {
    /// The largest header that is read, in bytes: the limit of the official library.
    public static let maximumLength = 100_000_000

    /// The tensors in the order of their data; empty ones in the order of the header.
    public let tensors: [TensorInfo]
    /// The texts under `__metadata__`; empty when the file has none.
    public let metadata: [String: String]
    /// Where the data starts in the file, in bytes; it need not be aligned.
    public let dataStart: Int

    /// Positions in ``tensors`` by the UTF-8 of the name: `String` would merge normalisations.
    private let positions: [[UInt8]: Int]

    /// Parses and checks the header of a file.
    ///
    /// - Parameters:
    ///   - prefix: the file's first bytes, at least ``length(ofHeaderIn:fileSize:path:)`` of them;
    ///     what follows is not looked at.
    ///   - fileSize: the size of the whole file, which the tensors must cover exactly.
    ///   - path: names the file in errors; nothing is opened.
    /// - Throws: ``SafetensorsError`` with a code that says which rule was broken.
    /// - Complexity: O(length of the header), with a sort of the tensors.
    public init(
        parsing prefix: UnsafeRawBufferPointer, fileSize: Int, path: String
    ) throws(SafetensorsError) {
        let dataStart = try unsafe Self.length(ofHeaderIn: prefix, fileSize: fileSize, path: path)
        guard prefix.count >= dataStart else {
            throw .headerTruncated(claimed: dataStart - 8, found: prefix.count - 8, path: path)
        }
        let json = unsafe [UInt8](UnsafeRawBufferPointer(rebasing: prefix[8..<dataStart]))
        let contents = try HeaderContents(json: json, path: path)
        try self.init(contents, dataStart: dataStart, fileSize: fileSize, path: path)
    }

    private init(
        _ contents: HeaderContents, dataStart: Int, fileSize: Int, path: String
    ) throws(SafetensorsError) {
        var tensors: [TensorInfo] = []
        tensors.reserveCapacity(contents.tensors.count)
        var end = 0
        for entry in contents.inDataOrder {
            try tensors.append(entry.checked(startingAt: end, path: path))
            end = entry.offsets.1
        }
        guard end == fileSize - dataStart else {
            throw .notCovered(described: end, found: fileSize - dataStart, path: path)
        }
        self.tensors = tensors
        self.metadata = contents.metadata
        self.dataStart = dataStart
        let names = tensors.enumerated().map { (Array($1.name.utf8), $0) }
        self.positions = Dictionary(names, uniquingKeysWith: { first, _ in first })
    }

    /// The number of bytes from the start of the file to the end of the header.
    ///
    /// - Parameters:
    ///   - prefix: the first bytes of the file, at least 8 unless the file is shorter.
    ///   - fileSize: the size of the whole file.
    ///   - path: names the file in errors.
    /// - Returns: 8 plus the header's length; ``dataStart`` of the header.
    /// - Throws: ``SafetensorsError`` with code `headerTooSmall`, `headerTooLarge` or
    ///   `headerTruncated`.
    public static func length(
        ofHeaderIn prefix: UnsafeRawBufferPointer, fileSize: Int, path: String
    ) throws(SafetensorsError) -> Int {
        guard prefix.count >= 8, fileSize >= 8 else {
            throw .headerTooSmall(size: min(prefix.count, fileSize), path: path)
        }
        let claimed = unsafe UInt64(littleEndian: prefix.loadUnaligned(as: UInt64.self))
        guard claimed <= UInt64(maximumLength) else {
            throw .headerTooLarge(claimed: claimed, limit: maximumLength, path: path)
        }
        let length = Int(claimed)
        guard length <= fileSize - 8 else {
            throw .headerTruncated(claimed: length, found: fileSize - 8, path: path)
        }
        return 8 + length
    }

    /// The tensor called `name`, compared byte by byte; nil when there is none.
    public subscript(name: String) -> TensorInfo? {
        positions[Array(name.utf8)].map { tensors[$0] }
    }
}
