/// The printable characters that stand for bytes in the vocabulary of a byte-level tokenizer.
///
/// GPT-2's alphabet: the printable bytes of Latin-1 stand for themselves, the others, in order, for
/// U+0100 and up.
enum ByteAlphabet {
    /// The character of each byte, in UTF-8.
    static let characters: [[UInt8]] = scalars.map { Array(String($0).utf8) }

    /// The byte of a character, nil when it stands for none.
    static func byte(of scalar: Unicode.Scalar) -> UInt8? { bytes[scalar] }

    private static let scalars: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (UInt8.min...UInt8.max).map { byte in
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF:
                return Unicode.Scalar(byte)
            default:
                defer { next += 1 }
                return Unicode.Scalar(next) ?? "\u{FFFD}"
            }
        }
    }()

    private static let bytes = Dictionary(
        uniqueKeysWithValues: zip(scalars, UInt8.min...UInt8.max))
}
