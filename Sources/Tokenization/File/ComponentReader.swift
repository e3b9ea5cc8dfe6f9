/// Turns the descriptions of `tokenizer.json` into what they describe, or says what is not known.
struct ComponentReader {
    let path: String

    private func unsupported(
        _ part: String, _ found: String, _ needed: String
    ) -> TokenizationError {
        .unsupported(path, part: part, found: found, needed: needed)
    }

    private func checkGrowth(_ growth: Double, of part: String) throws(TokenizationError) {
        guard growth <= Growth.maximum else {
            throw unsupported(
                part, "one that makes texts more than \(Int(Growth.maximum)) times as long",
                "one that does not")
        }
    }

    // MARK: Normalizers

    /// - Throws: ``TokenizationError`` also when texts could grow beyond measure.
    func normalizer(_ description: ComponentDescription) throws(TokenizationError) -> Normalizer {
        let normalizer = try readNormalizer(description)
        try checkGrowth(normalizer.growth, of: "normalizer")
        return normalizer
    }

    private func readNormalizer(
        _ description: ComponentDescription
    ) throws(TokenizationError) -> Normalizer {
        switch description.type {
        case "NFC":
            return .canonicalComposition
        case "Prepend":
            return .prepend(Array((description.prepend ?? "").utf8))
        case "Replace":
            guard case .text(let text) = description.pattern, !text.isEmpty else {
                throw unsupported("normalizer", "Replace by an expression", "Replace of a text")
            }
            return .replace(Array(text.utf8), with: Array((description.content ?? "").utf8))
        case "Sequence":
            return .sequence(try all(description.parts, readNormalizer))
        default:
            throw unsupported(
                "normalizer", description.type, "one of NFC, Prepend, Replace, Sequence")
        }
    }

    // MARK: Pre-tokenizers

    func preTokenizer(
        _ description: ComponentDescription
    ) throws(TokenizationError) -> PreTokenizer {
        switch description.type {
        case "ByteLevel":
            return .byteLevel(
                prefixesSpace: description.addPrefixSpace ?? true,
                splits: description.useRegex ?? true)
        case "Metaspace":
            return try metaspace(description)
        case "Split":
            return try split(description)
        case "Sequence":
            let parts = try all(description.parts, preTokenizer)
            // What follows would see bytes in the alphabet of GPT-2, which no model asks for.
            guard !parts.dropLast().contains(where: \.isByteLevel) else {
                throw unsupported(
                    "pre-tokenizer", "ByteLevel before others", "ByteLevel at the end")
            }
            return .sequence(parts)
        default:
            throw unsupported(
                "pre-tokenizer", description.type, "one of ByteLevel, Metaspace, Split, Sequence")
        }
    }

    private func split(_ description: ComponentDescription) throws(TokenizationError)
        -> PreTokenizer
    {
        guard description.invert != true, let behavior = description.behavior,
            let delimiter = Self.delimiters[behavior]
        else {
            throw unsupported(
                "pre-tokenizer", "Split with '\(description.behavior ?? "")' or inverted",
                "Split with Isolated, MergedWithPrevious or MergedWithNext")
        }
        switch description.pattern {
        case .text(let text) where !text.isEmpty:
            return .text(Array(text.utf8), delimiter)
        case .expression(let expression):
            guard let pattern = SplitPattern(expression: expression), delimiter == .ownPiece else {
                throw unsupported(
                    "split pattern", expression,
                    "that of GPT-2, Llama 3, Qwen, GPT-4o or Mistral, isolated")
            }
            return .pattern(pattern)
        default:
            throw unsupported("pre-tokenizer", "Split without a pattern", "Split with one")
        }
    }

    private static let delimiters: [String: PreTokenizer.Delimiter] = [
        "Isolated": .ownPiece, "MergedWithPrevious": .endsPiece, "MergedWithNext": .beginsPiece,
    ]

    private func metaspace(
        _ description: ComponentDescription
    ) throws(TokenizationError) -> PreTokenizer {
        .metaspace(
            replacement: Array(String(try replacement(description)).utf8),
            prefix: try prefix(description), splits: description.split ?? true)
    }

    private func replacement(
        _ description: ComponentDescription
    ) throws(TokenizationError) -> Unicode.Scalar {
        guard let scalars = description.replacement?.unicodeScalars, scalars.count == 1,
            let scalar = scalars.first
        else {
            throw unsupported("Metaspace", "without a character", "one replacement character")
        }
        return scalar
    }

    private func prefix(
        _ description: ComponentDescription
    ) throws(TokenizationError) -> PreTokenizer.MetaspacePrefix {
        // Files from before the scheme had a name say the same with a flag.
        let scheme =
            description.prependScheme ?? (description.addPrefixSpace == false ? "never" : "always")
        guard let prefix = PreTokenizer.MetaspacePrefix(rawValue: scheme) else {
            throw unsupported("Metaspace", scheme, "the scheme always, first or never")
        }
        return prefix
    }

    // MARK: Decoders

    /// - Throws: ``TokenizationError`` also when texts could grow beyond measure.
    func decoder(_ description: ComponentDescription) throws(TokenizationError) -> TokenDecoder {
        let decoder = try readDecoder(description)
        try checkGrowth(decoder.growth, of: "decoder")
        return decoder
    }

    private func readDecoder(
        _ description: ComponentDescription
    ) throws(TokenizationError) -> TokenDecoder {
        switch description.type {
        case "ByteLevel": return .byteLevel
        case "ByteFallback": return .byteFallback
        case "Fuse": return .fuse
        case "Metaspace":
            return .metaspace(
                replacement: try replacement(description), prefix: try prefix(description))
        case "Replace":
            guard case .text(let text) = description.pattern, !text.isEmpty else {
                throw unsupported("decoder", "Replace by an expression", "Replace of a text")
            }
            return .replace(text, with: description.content ?? "")
        case "Strip":
            guard let scalars = description.content?.unicodeScalars, scalars.count == 1,
                let scalar = scalars.first
            else { throw unsupported("decoder", "Strip without a character", "Strip of one") }
            let (start, stop) = (description.start ?? 0, description.stop ?? 0)
            guard start >= 0, stop >= 0 else {
                throw unsupported(
                    "decoder", "Strip of \(min(start, stop)) characters", "Strip of 0 or more")
            }
            return .strip(scalar, start: start, stop: stop)
        case "Sequence":
            return .sequence(try all(description.parts, readDecoder))
        default:
            throw unsupported(
                "decoder", description.type,
                "one of ByteLevel, ByteFallback, Fuse, Metaspace, Replace, Strip, Sequence")
        }
    }

    // MARK: Post-processors

    func postProcessor(
        _ description: ComponentDescription
    ) throws(TokenizationError) -> PostProcessor {
        switch description.type {
        case "ByteLevel":
            guard description.trimOffsets ?? true else { return PostProcessor() }
            return PostProcessor(
                trimsSpace: true, keepsFirstSpace: description.addPrefixSpace ?? true)
        case "TemplateProcessing":
            return try template(description)
        case "Sequence":
            return try all(description.parts, postProcessor).reduce(PostProcessor()) { $0.then($1) }
        default:
            throw unsupported(
                "post-processor", description.type, "one of ByteLevel, TemplateProcessing, Sequence"
            )
        }
    }

    private func template(
        _ description: ComponentDescription
    ) throws(TokenizationError) -> PostProcessor {
        var processor = PostProcessor()
        var isBehind = false
        for piece in description.single ?? [] {
            if piece.sequence != nil {
                isBehind = true
                continue
            }
            guard let name = piece.specialToken?.id, let ids = description.specialTokens?[name]?.ids
            else {
                throw unsupported("template", "a token without ids", "an entry in special_tokens")
            }
            if isBehind { processor.suffix += ids } else { processor.prefix += ids }
        }
        return processor
    }

    private func all<Part>(
        _ descriptions: [ComponentDescription],
        _ read: (ComponentDescription) throws(TokenizationError) -> Part
    ) throws(TokenizationError) -> [Part] {
        var parts: [Part] = []
        for description in descriptions { parts.append(try read(description)) }
        return parts
    }
}
