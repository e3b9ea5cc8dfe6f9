import ByteSearch

/// How the texts of tokens become text again.
enum TokenDecoder {
    case byteLevel
    case byteFallback
    case fuse
    case replace(String, with: String)
    case strip(Unicode.Scalar, start: Int, stop: Int)
    case metaspace(replacement: Unicode.Scalar, prefix: PreTokenizer.MetaspacePrefix)
    case sequence([TokenDecoder])

    /// The texts that `tokens` become; joined, they are the decoded text.
    func decode(_ tokens: [String]) -> [String] {
        switch self {
        case .byteLevel: [String(decoding: tokens.flatMap(Self.bytes), as: UTF8.self)]
        case .byteFallback: Self.joiningBytes(tokens)
        case .fuse: [tokens.joined()]
        case .replace(let pattern, let content): tokens.map { $0.replacing(pattern, content) }
        case .strip(let scalar, let start, let stop):
            tokens.map { $0.stripped(of: scalar, start: start, stop: stop) }
        case .metaspace(let replacement, let prefix):
            tokens.enumerated().map { index, token in
                let space = index == 0 && prefix != .never ? "" : " "
                return token.replacing(String(replacement), space)
            }
        case .sequence(let parts): parts.reduce(tokens) { $1.decode($0) }
        }
    }

    /// How many times as long a text can become, at most.
    var growth: Double {
        switch self {
        case .replace(let pattern, let content):
            Growth.replacing(pattern.utf8.count, by: content.utf8.count)
        case .sequence(let parts): parts.reduce(1) { $0 * $1.growth }
        default: 1
        }
    }

    /// The bytes of a token in the alphabet of GPT-2, or its own when it holds anything else.
    private static func bytes(of token: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in token.unicodeScalars {
            guard let byte = ByteAlphabet.byte(of: scalar) else { return Array(token.utf8) }
            bytes.append(byte)
        }
        return bytes
    }

    /// Joins runs of tokens like `<0xE2>`; each byte of a run that is not UTF-8 becomes U+FFFD.
    private static func joiningBytes(_ tokens: [String]) -> [String] {
        var result: [String] = []
        var run: [UInt8] = []
        func endRun() {
            if let text = String(validating: run, as: UTF8.self) {
                if !run.isEmpty { result.append(text) }
            } else {
                result.append(contentsOf: repeatElement("\u{FFFD}", count: run.count))
            }
            run = []
        }
        for token in tokens {
            if let byte = fallbackByte(token) {
                run.append(byte)
            } else {
                endRun()
                result.append(token)
            }
        }
        endRun()
        return result
    }

    private static func fallbackByte(_ token: String) -> UInt8? {
        guard token.utf8.count == 6, token.hasPrefix("<0x"), token.hasSuffix(">") else {
            return nil
        }
        return UInt8(token.dropFirst(3).dropLast(), radix: 16)
    }
}

extension String {
    /// Replacement by code points: `replacing` of the standard library follows equivalence.
    fileprivate func replacing(_ pattern: String, _ content: String) -> String {
        let bytes = Array(utf8)
        var result: [UInt8] = []
        var copied = 0
        for match in bytes.ranges(of: Array(pattern.utf8)) {
            result.append(contentsOf: bytes[copied..<match.lowerBound])
            result.append(contentsOf: content.utf8)
            copied = match.upperBound
        }
        guard copied > 0 else { return self }
        return String(decoding: result + bytes[copied...], as: UTF8.self)
    }

    /// Without up to `start` times `scalar` at the beginning and `stop` times at the end.
    fileprivate func stripped(of scalar: Unicode.Scalar, start: Int, stop: Int) -> String {
        var scalars = unicodeScalars[...]
        var (left, right) = (start, stop)
        while left > 0, scalars.first == scalar {
            scalars.removeFirst()
            left -= 1
        }
        while right > 0, scalars.last == scalar {
            scalars.removeLast()
            right -= 1
        }
        return String(scalars)
    }
}
