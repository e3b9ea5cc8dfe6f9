import AlignedMemory

/// The content of a `manifest.json`.
///
/// ```json
/// {
///   "num_layers": 42,
///   "hidden_size": 3584,
///   "personas": {
///     "<id>": {
///       "name": "…",
///       "sample_ids": ["…"]
///     }
///   }
/// }
/// ```
///
/// Keys that the format does not define are kept, at the top and in entries. What ``encoded()``
/// returns is what Python's `json.dumps(…, indent=2)` prints of the same content.
///
/// Entries stay encoded: a file of 20,000 personas with 50 sample ids each is 42 MB, and a list of
/// ids needs 1 % of that. An entry is decoded when somebody asks for it.
struct Manifest: Sendable {
    /// An item: its id, and where its text `"<id>": …` lies in ``text(of:_:)``.
    struct Entry: Sendable {
        let id: ExactString
        var range: Range<Int>
    }

    let kind: ManifestKind

    /// The members of the top-level object in order; that of the items has the value null.
    private var fields: JSONObject

    /// The items in order of first appearance.
    private(set) var entries: [Entry]

    private var positions: [ExactString: Int]

    /// The file's bytes, of which the ranges of entries below `document.count` are parts.
    private let document: AlignedBytes?

    /// The text of entries that were set later, addressed from `document.count` on.
    private var additions: [UInt8] = []

    /// A manifest without items.
    init(kind: ManifestKind, layerCount: Int, hiddenSize: Int) {
        self.kind = kind
        fields = [
            "num_layers": .integer(layerCount), "hidden_size": .integer(hiddenSize),
            ExactString(kind.rawValue): .null,
        ]
        entries = []
        positions = [:]
        document = nil
    }

    /// A manifest whose entries are parts of `document`.
    init(kind: ManifestKind, fields: JSONObject, entries: [Entry], document: AlignedBytes) {
        self.kind = kind
        self.fields = fields
        self.entries = entries
        self.document = document
        positions = [:]
        positions.reserveCapacity(entries.count)
        for (position, entry) in entries.enumerated() { positions[entry.id] = position }
    }

    /// A manifest of decoded items.
    init(kind: ManifestKind, fields: JSONObject, items: JSONObject) {
        self.init(kind: kind, layerCount: 0, hiddenSize: 0)
        self.fields = fields
        for (id, value) in items.members { set(id, to: value) }
    }

    /// The value of a top-level member other than the items.
    subscript(field key: ExactString) -> JSONValue? {
        key.string == kind.rawValue ? nil : fields[key]
    }

    /// Sets the shape that every item is said to have.
    mutating func state(layerCount: Int, hiddenSize: Int) {
        fields["num_layers"] = .integer(layerCount)
        fields["hidden_size"] = .integer(hiddenSize)
    }

    /// The ids in order of first appearance.
    var ids: [ExactString] { entries.map(\.id) }

    /// Whether no two entries have the same id.
    var hasDistinctIDs: Bool { positions.count == entries.count }

    func contains(_ id: ExactString) -> Bool {
        positions[id] != nil
    }

    /// The decoded value of an item, or nil when it is not listed.
    func value(of id: ExactString) -> JSONValue? {
        guard let position = positions[id] else { return nil }
        return withText(of: entries[position]) { text in
            // The text was validated or written by us; it starts with the id.
            guard var reader = Self.readerAtValue(of: text) else { return nil }
            return try? reader.readValue(depth: 0)
        }
    }

    /// Whether an item is listed with an object, as one that can be loaded must be.
    func hasObject(for id: ExactString) -> Bool {
        guard let position = positions[id] else { return false }
        // The text of an object is the only one that ends in a brace.
        return withText(of: entries[position]) { $0.last == UInt8(ascii: "}") }
    }

    /// Calls `body` with the text `"<id>": …` of an entry.
    func withText<R>(of entry: Entry, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let documentCount = document?.count ?? 0
        if let document, entry.range.lowerBound < documentCount {
            return document.withUnsafeBytes { bytes in
                body(UnsafeRawBufferPointer(rebasing: bytes[entry.range]))
            }
        }
        return additions.withUnsafeBytes { bytes in
            let start = entry.range.lowerBound - documentCount
            let end = entry.range.upperBound - documentCount
            return body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        }
    }

    /// The decoded value of one member of an item, or nil when it has none; the members behind it
    /// are not decoded.
    func member(_ key: ExactString, of id: ExactString) -> JSONValue? {
        guard let position = positions[id] else { return nil }
        return withText(of: entries[position]) { text in
            guard var reader = Self.readerAtValue(of: text) else { return nil }
            // The text is canonical: no key comes twice.
            return try? reader.readMember(key)
        }
    }

    private static func readerAtValue(of text: UnsafeRawBufferPointer) -> JSONReader? {
        var reader = JSONReader(text)
        reader.skipValidString()
        reader.skipWhitespace()
        guard (try? reader.expect(UInt8(ascii: ":"))) != nil else { return nil }
        reader.skipWhitespace()
        return reader
    }

    /// Sets an item; a new one comes last, an existing one keeps its place.
    ///
    /// - Returns: how the encoded manifest changes.
    @discardableResult
    mutating func set(_ id: ExactString, to value: JSONValue) -> ManifestChange {
        set(id, toText: Self.text(of: id, value))
    }

    /// Sets an item to a text that ``text(of:_:)`` has made.
    @discardableResult
    mutating func set(_ id: ExactString, toText text: [UInt8]) -> ManifestChange {
        if let position = positions[id] {
            let entry = entries[position]
            if withText(of: entry, { $0.elementsEqual(text) }) { return .none }
            entries[position].range = append(text)
            return .rewritten
        }
        positions[id] = entries.count
        entries.append(Entry(id: id, range: append(text)))
        return .appended
    }

    /// The text `"<id>": …` of an item.
    static func text(of id: ExactString, _ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter(layout: .indented)
        writer.write(id)
        writer.write(colon: value, depth: 2)
        return writer.bytes
    }

    private mutating func append(_ text: [UInt8]) -> Range<Int> {
        let start = (document?.count ?? 0) + additions.count
        additions.append(contentsOf: text)
        return start..<start + text.count
    }

    /// Removes items; ids that are not listed are not an error.
    mutating func remove(_ ids: Set<ExactString>) {
        entries.removeAll { ids.contains($0.id) }
        positions.removeAll(keepingCapacity: true)
        for (position, entry) in entries.enumerated() { positions[entry.id] = position }
    }
}

/// How the encoded form of a manifest changed; the greater of two is what both together did.
enum ManifestChange: Int, Comparable {
    /// Not at all.
    case none
    /// An entry was added behind the others; all bytes before it are the same.
    case appended
    /// Anything else.
    case rewritten

    static func < (left: ManifestChange, right: ManifestChange) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Manifest {
    /// The bytes before the first entry, up to and with the items' opening brace.
    private var head: [UInt8] {
        encodedFields(before: true)
    }

    /// The bytes behind the last entry: the items' closing brace and what follows it.
    var tail: [UInt8] {
        encodedFields(before: false)
    }

    private func encodedFields(before: Bool) -> [UInt8] {
        let itemsKey = ExactString(kind.rawValue)
        // Encoding the fields with an empty object for the items gives the text around it.
        var outline = fields
        outline[itemsKey] = .object(JSONObject())
        let members = outline.members
        let position = members.firstIndex { $0.key == itemsKey } ?? members.count
        var bytes: [UInt8] = []
        if before {
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members[...position].enumerated() {
                bytes.append(contentsOf: index == 0 ? "\n  ".utf8 : ",\n  ".utf8)
                bytes.append(contentsOf: Self.encodedMember(member))
            }
            bytes.removeLast()
        } else {
            bytes.append(contentsOf: entries.isEmpty ? "}".utf8 : "\n  }".utf8)
            for member in members[(position + 1)...] {
                bytes.append(contentsOf: ",\n  ".utf8)
                bytes.append(contentsOf: Self.encodedMember(member))
            }
            bytes.append(contentsOf: "\n}".utf8)
        }
        return bytes
    }

    private static func encodedMember(_ member: (key: ExactString, value: JSONValue)) -> [UInt8] {
        var writer = JSONWriter(layout: .indented)
        writer.write(member.key)
        return writer.bytes + Array(": ".utf8)
            + JSONWriter.encode(member.value, layout: .indented, depth: 1)
    }

    /// The text of the entries from `first` on, each with the separator in front of it.
    func encodedEntries(from first: Int = 0) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries[first...].reduce(0) { $0 + $1.range.count + 6 })
        for position in first..<entries.count {
            bytes.append(contentsOf: position == 0 ? "\n    ".utf8 : ",\n    ".utf8)
            withText(of: entries[position]) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// The whole file, as `json.dumps(…, indent=2)` prints it.
    ///
    /// - Complexity: one copy of the file's bytes.
    func encoded() -> [UInt8] {
        head + encodedEntries() + tail
    }
}
