import Foundation

/// The parts of a `tokenizer.json`, read but not yet put together.
struct TokenizerFile {
    let path: String
    private let bytes: [UInt8]
    private var parts: [String: Range<Int>] = [:]
    private var modelParts: [String: Range<Int>] = [:]

    init(_ bytes: [UInt8], path: String) throws(TokenizationError) {
        self.bytes = bytes
        self.path = path
        parts = try members(in: bytes.indices)
        guard let model = parts["model"] else { throw .invalidPart(path, part: "model") }
        modelParts = try members(in: model)
    }

    /// Where the members of an object stand.
    private func members(in range: Range<Int>) throws(TokenizationError) -> [String: Range<Int>] {
        var members: [String: Range<Int>] = [:]
        var scanner = JSONScanner(bytes, range: range)
        try scanner.readObject(orThrow: invalid) { (scanner, key) throws(TokenizationError) in
            members[String(decoding: key, as: UTF8.self)] = try scanner.mapped(invalid) {
                (scanner) throws(JSONScanner.Failure) in try scanner.skipValue()
            }
        }
        guard scanner.peek() == nil else { throw invalid(scanner.failure("text after the object")) }
        return members
    }

    private func invalid(_ failure: JSONScanner.Failure) -> TokenizationError {
        .invalidJSON(path, reason: failure.reason, offset: failure.offset)
    }

    /// A part, nil when it is absent or null.
    func part<Part: Decodable>(
        _ name: String, as type: Part.Type = Part.self
    ) throws(TokenizationError) -> Part? {
        try decode(parts[name], name)
    }

    /// A setting of the model, nil when it is absent or null.
    func modelSetting<Setting: Decodable>(
        _ name: String, as type: Setting.Type = Setting.self
    ) throws(TokenizationError) -> Setting? {
        try decode(modelParts[name], "model.\(name)")
    }

    private func decode<Part: Decodable>(
        _ range: Range<Int>?, _ name: String
    ) throws(TokenizationError) -> Part? {
        guard let range, !bytes[range].elementsEqual("null".utf8) else { return nil }
        do {
            // A list of one, because older decoders refuse a bare number or text.
            let json = Data("[".utf8) + Data(bytes[range]) + Data("]".utf8)
            return try JSONDecoder().decode([Part].self, from: json).first
        } catch {
            throw .invalidPart(path, part: name, error)
        }
    }

    /// The model's vocabulary.
    ///
    /// - Complexity: O(size of the file).
    func vocabulary() throws(TokenizationError) -> Vocabulary {
        guard let range = modelParts["vocab"] else { throw .invalidPart(path, part: "model.vocab") }
        var vocabulary = Vocabulary()
        var scanner = JSONScanner(bytes, range: range)
        try scanner.readObject(orThrow: invalid) { (scanner, token) throws(TokenizationError) in
            let id = try scanner.mapped(invalid) { (scanner) throws(JSONScanner.Failure) in
                try scanner.readIndex()
            }
            guard id <= Vocabulary.maximumID else {
                throw .idOutOfRange(path, token: String(decoding: token, as: UTF8.self), id: id)
            }
            vocabulary.insert(token, id: id)
        }
        return vocabulary
    }

    /// The model's merges, resolved to ids: `"a b"` in older files, `["a", "b"]` in newer ones.
    ///
    /// - Complexity: O(size of the file).
    func merges(_ vocabulary: Vocabulary) throws(TokenizationError) -> MergeTable {
        guard let range = modelParts["merges"] else {
            throw .invalidPart(path, part: "model.merges")
        }
        var pairs: [(Int32, Int32, Int32)] = []
        var scanner = JSONScanner(bytes, range: range)
        try scanner.readArray(orThrow: invalid) { (scanner) throws(TokenizationError) in
            let (left, right) = try readPair(&scanner)
            pairs.append(
                (
                    try id(of: left, vocabulary), try id(of: right, vocabulary),
                    try id(of: left + right, vocabulary)
                ))
        }
        var merges = MergeTable(capacity: pairs.count)
        for (left, right, token) in pairs { merges.append(left, right, into: token) }
        return merges
    }

    private func readPair(
        _ scanner: inout JSONScanner
    ) throws(TokenizationError) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
        var texts: [ArraySlice<UInt8>] = []
        if scanner.peek() == UInt8(ascii: "[") {
            try scanner.readArray(orThrow: invalid) { (scanner) throws(TokenizationError) in
                texts.append(try readString(&scanner)[...])
            }
        } else {
            texts = try readString(&scanner).split(
                separator: 0x20, omittingEmptySubsequences: false)
        }
        guard texts.count == 2 else { throw .invalidPart(path, part: "model.merges") }
        return (texts[0], texts[1])
    }

    private func readString(_ scanner: inout JSONScanner) throws(TokenizationError) -> [UInt8] {
        try scanner.mapped(invalid) { (scanner) throws(JSONScanner.Failure) in
            try scanner.readString()
        }
    }

    private func id(
        of token: ArraySlice<UInt8>, _ vocabulary: Vocabulary
    ) throws(TokenizationError) -> Int32 {
        guard let id = vocabulary.id(of: token) else {
            throw .tokenMissing(
                path, token: String(decoding: token, as: UTF8.self), neededBy: "merges")
        }
        return id
    }
}
