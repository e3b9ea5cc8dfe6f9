/// What the split patterns of language models ask about a character.
enum CharacterClass: UInt8 {
    /// `\p{Lu}`, `\p{Lt}`.
    case upperCase
    /// `\p{Ll}`.
    case lowerCase
    /// `\p{Lm}`, `\p{Lo}`: letters without case, and U+0295.
    case otherLetter
    /// `\p{M}`.
    case mark
    /// `\p{N}`.
    case number
    /// A carriage return or line feed.
    case newline
    /// `\s`, but for the two of `newline`.
    case space
    /// Anything else.
    case other

    /// `\p{L}`.
    var isLetter: Bool { rawValue <= Self.otherLetter.rawValue }
    /// `\s`.
    var isSpace: Bool { self == .space || self == .newline }

    /// The class of a scalar by Unicode 16, the version that `tokenizers` 0.23 follows.
    init(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            self = Self.ascii[Int(scalar.value)]
        } else {
            self.init(beyondASCII: scalar)
        }
    }

    private static let ascii: [CharacterClass] = (0..<128).map { code in
        switch Unicode.Scalar(UInt8(code)) {
        case "A"..."Z": .upperCase
        case "a"..."z": .lowerCase
        case "0"..."9": .number
        case "\r", "\n": .newline
        case " ", "\t", "\u{B}", "\u{C}": .space
        default: .other
        }
    }

    private init(beyondASCII scalar: Unicode.Scalar) {
        let properties = scalar.properties
        switch properties.generalCategory {
        // Unicode 17 took its lower case away.
        case _ where scalar == "\u{295}": self = .lowerCase
        case .uppercaseLetter, .titlecaseLetter: self = .upperCase
        case .lowercaseLetter: self = .lowerCase
        case .modifierLetter, .otherLetter: self = .otherLetter
        case .nonspacingMark, .spacingMark, .enclosingMark: self = .mark
        case .decimalNumber, .letterNumber, .otherNumber: self = .number
        default: self = properties.isWhitespace ? .space : .other
        }
        // Characters younger than the patterns' Unicode are unassigned to them.
        if self != .other, (properties.age?.major ?? 0) > 16 { self = .other }
    }
}
