import AlignedMemory

extension Manifest {
    /// The manifest that `document` is.
    ///
    /// - Throws: ``ArtifactError`` with code `invalidManifest` when the text is not JSON, or has no
    ///   object of items.
    static func parse(
        _ document: AlignedBytes, kind: ManifestKind, path: String
    ) throws(ArtifactError) -> Manifest {
        try document.withUnsafeBytes { bytes throws(ArtifactError) in
            if kind == .personas, let found = ManifestScanner.scan(bytes) {
                let manifest = Manifest(
                    kind: kind,
                    fields: [
                        "num_layers": .integer(found.layerCount),
                        "hidden_size": .integer(found.hiddenSize), "personas": .null,
                    ],
                    entries: found.entries, document: document)
                // A key that comes twice is for the general reader, which knows the rule.
                if manifest.hasDistinctIDs { return manifest }
            }
            return try parseGeneral(bytes, kind: kind, path: path)
        }
    }

    private static func parseGeneral(
        _ bytes: UnsafeRawBufferPointer, kind: ManifestKind, path: String
    ) throws(ArtifactError) -> Manifest {
        let value: JSONValue
        do {
            value = try JSONReader.parse(bytes)
        } catch {
            throw .manifestNotJSON(path: path, reason: error.reason, offset: error.offset)
        }
        guard case .object(var fields) = value else {
            throw .manifestNotObject(path: path)
        }
        let key = ExactString(kind.rawValue)
        guard case .object(let items) = fields[key] else {
            throw .manifestWithoutItems(path: path, key: kind.rawValue)
        }
        fields[key] = .null
        return Manifest(kind: kind, fields: fields, items: items)
    }
}

extension Manifest {
    /// The number of layers, when the manifest states one that can be counted.
    ///
    /// As in Python, `true` counts as 1; text, fractions, `null` and numbers below 1 do not count.
    var layerCount: Int? {
        switch self[field: "num_layers"] {
        case .integer(let count) where count > 0: count
        case .bool(true): 1
        default: nil
        }
    }

    /// Whether the stated shape is `layerCount` × `hiddenSize`; numbers compare by value, so that
    /// `2.0` matches 2 as in Python.
    func states(layerCount: Int, hiddenSize: Int) -> Bool {
        Self.equals(self[field: "num_layers"], layerCount)
            && Self.equals(self[field: "hidden_size"], hiddenSize)
    }

    private static func equals(_ value: JSONValue?, _ count: Int) -> Bool {
        switch value {
        case .integer(let number): number == count
        case .double(let number): number == Double(count)
        case .bool(let flag): (flag ? 1 : 0) == count
        default: false
        }
    }

    /// The stated shape for a message, for example `42 × 3584`.
    var statedShape: String {
        [ExactString("num_layers"), "hidden_size"].map { key in
            guard let value = self[field: key] else { return "nothing" }
            return String(decoding: JSONWriter.encode(value, layout: .singleLine), as: UTF8.self)
        }
        .joined(separator: " × ")
    }

    /// The name in an entry, or nil when it has none that is a non-empty string.
    func name(of id: ExactString) -> String? {
        guard let name = member("name", of: id)?.stringValue, !name.isEmpty else { return nil }
        return name
    }

    /// The sample ids in an entry, or nil when it has no list of them; elements that are not
    /// strings are shown as Python's `str` shows them.
    func sampleIDs(of id: ExactString) -> [String]? {
        member("sample_ids", of: id)?.arrayValue?.map(Self.pythonText)
    }

    private static func pythonText(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): return text.string
        case .bool(let flag): return flag ? "True" : "False"
        case .null: return "None"
        default:
            return String(decoding: JSONWriter.encode(value, layout: .singleLine), as: UTF8.self)
        }
    }
}
