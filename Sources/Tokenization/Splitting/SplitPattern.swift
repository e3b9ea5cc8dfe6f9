/// The regular expressions by which language models cut text into words, written out by hand.
///
/// A general engine would spend most of the time of tokenizing; the handful of expressions that
/// models use is closed and known. Each alternative below is one of an expression's, tried in order
/// as a backtracking engine does.
enum SplitPattern: Hashable {
    /// GPT-2, and every byte-level tokenizer that names no other.
    case gpt2
    /// cl100k as Llama 3 and Qwen write it. Qwen cuts numbers into single digits; newer Qwen
    /// tokenizers count combining marks as letters.
    case cl100k(longestNumber: Int, marksAreLetters: Bool)
    /// o200k: words break where lower case turns into upper case. Mistral's form knows no
    /// contractions.
    case o200k(longestNumber: Int, contractions: Bool)

    /// The pattern that a regular expression stands for, nil when it is none of those known.
    init?(expression: String) {
        guard let pattern = Self.known[expression] else { return nil }
        self = pattern
    }

    private static let known: [String: SplitPattern] = {
        let contraction = #"(?i:'s|'t|'re|'ve|'m|'ll|'d)"#
        let spaces = #"\s*[\r\n]+|\s+(?!\S)|\s+"#
        let upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
        let lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#
        let lead = #"[^\r\n\p{L}\p{N}]?"#
        let symbols = #" ?[^\s\p{L}\p{N}]+"#

        func cl100k(_ number: String) -> String {
            "\(contraction)|\(lead)\\p{L}+|\(number)|\(symbols)[\\r\\n]*|\(spaces)"
        }
        func o200k(_ number: String, _ ending: String) -> String {
            "\(lead)\(upper)*\(lower)+\(ending)|\(lead)\(upper)+\(lower)*\(ending)|\(number)|"
                + "\(symbols)[\\r\\n/]*|\(spaces)"
        }
        let marked =
            "\(contraction)|\(lead)[\\p{L}\\p{M}]+|\\p{N}|"
            + " ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\(spaces)"
        return [
            #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: .gpt2,
            cl100k(#"\p{N}{1,3}"#): .cl100k(longestNumber: 3, marksAreLetters: false),
            cl100k(#"\p{N}"#): .cl100k(longestNumber: 1, marksAreLetters: false),
            marked: .cl100k(longestNumber: 1, marksAreLetters: true),
            o200k(#"\p{N}{1,3}"#, contraction + "?"): .o200k(longestNumber: 3, contractions: true),
            o200k(#"\p{N}"#, ""): .o200k(longestNumber: 1, contractions: false),
        ]
    }()

    /// Cuts the text in `range`; the pieces cover it and none is empty.
    func pieces(of bytes: [UInt8], in range: Range<Int>) -> [Range<Int>] {
        let text = ClassifiedText(bytes, in: range)
        var pieces: [Range<Int>] = []
        var index = 0
        while index < text.count {
            // Every character is a letter, a number, a space or a symbol, so something matches.
            let end = max(matchEnd(text, index) ?? 0, index + 1)
            pieces.append(text.positions[index]..<text.positions[end])
            index = end
        }
        return pieces
    }

    private func matchEnd(_ text: ClassifiedText, _ start: Int) -> Int? {
        switch self {
        case .gpt2:
            text.contractionEnd(start, ignoringCase: false)
                ?? text.gpt2WordEnd(start) ?? text.spaceEnd(start)
        case .cl100k(let longest, let marks):
            text.contractionEnd(start, ignoringCase: true)
                ?? text.wordEnd(start, marksAreLetters: marks)
                ?? text.numberEnd(start, longest: longest)
                ?? text.symbolEnd(start, marksAreLetters: marks, slashes: false)
                ?? text.lineEnd(start) ?? text.spaceEnd(start)
        case .o200k(let longest, let contractions):
            text.casedWordEnd(start).map { end in
                contractions ? text.contractionEnd(end, ignoringCase: true) ?? end : end
            }
                ?? text.numberEnd(start, longest: longest)
                ?? text.symbolEnd(start, marksAreLetters: false, slashes: true)
                ?? text.lineEnd(start) ?? text.spaceEnd(start)
        }
    }
}
