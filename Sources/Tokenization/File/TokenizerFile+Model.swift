extension TokenizerFile {
    /// The byte-pair model.
    ///
    /// - Parameter isByteLevel: whether its words come in the alphabet of GPT-2.
    /// - Returns: the model, ready to encode words.
    /// - Throws: ``TokenizationError`` for any other kind of model and for settings that change
    ///   what byte-pair encoding does.
    func bytePairModel(isByteLevel: Bool) throws(TokenizationError) -> BytePairModel {
        // Files from before the models had a type are byte-pair models when they have merges.
        let type = try modelSetting("type", as: String.self) ?? "BPE"
        guard type == "BPE" else {
            throw .unsupported(path, part: "model", found: type, needed: "BPE")
        }
        for setting in ["continuing_subword_prefix", "end_of_word_suffix"] {
            if let text = try modelSetting(setting, as: String.self), !text.isEmpty {
                throw .unsupported(path, part: setting, found: text, needed: "none")
            }
        }
        if let dropout = try modelSetting("dropout", as: Double.self), dropout > 0 {
            throw .unsupported(path, part: "dropout", found: "\(dropout)", needed: "none")
        }
        let fallsBack = try modelSetting("byte_fallback", as: Bool.self) ?? false
        guard !(fallsBack && isByteLevel) else {
            throw .unsupported(
                path, part: "byte fallback", found: "on in a byte-level model", needed: "off")
        }
        let vocabulary = try vocabulary()
        return BytePairModel(
            vocabulary: vocabulary,
            merges: try merges(vocabulary),
            ignoresMerges: try modelSetting("ignore_merges", as: Bool.self) ?? false,
            fusesUnknown: try modelSetting("fuse_unk", as: Bool.self) ?? false,
            unknownID: try unknownID(vocabulary),
            fallbackIDs: fallsBack ? Self.ids(of: Self.fallbackTokens, vocabulary) : nil,
            byteIDs: isByteLevel ? Self.ids(of: ByteAlphabet.characters, vocabulary) : nil)
    }

    private func unknownID(_ vocabulary: Vocabulary) throws(TokenizationError) -> Int32? {
        guard let token = try modelSetting("unk_token", as: String.self) else { return nil }
        guard let id = vocabulary.id(of: Array(token.utf8)[...]) else {
            throw .tokenMissing(path, token: token, neededBy: "unk_token")
        }
        return id
    }

    private static func ids(of tokens: [[UInt8]], _ vocabulary: Vocabulary) -> [Int32?] {
        tokens.map { vocabulary.id(of: $0[...]) }
    }

    /// `<0x00>` to `<0xFF>`.
    private static let fallbackTokens: [[UInt8]] = (0..<256).map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return Array("<0x\(byte < 16 ? "0" : "")\(digits)>".utf8)
    }
}
