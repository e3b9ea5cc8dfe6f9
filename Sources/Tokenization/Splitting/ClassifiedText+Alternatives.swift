/// One method for each alternative of the patterns: where its match from `start` ends, nil for none.
extension ClassifiedText {
    /// `'s|'t|'re|'ve|'m|'ll|'d`.
    func contractionEnd(_ start: Int, ignoringCase: Bool) -> Int? {
        guard has(start, "'") else { return nil }
        func letter(_ index: Int) -> Unicode.Scalar? {
            guard index < count else { return nil }
            let scalar = scalars[index]
            guard ignoringCase else { return scalar }
            // The long s is the one scalar beyond ASCII that folds to one of these letters.
            if scalar == "\u{17F}" { return "s" }
            return scalar.isASCII ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
        }
        switch (letter(start + 1), letter(start + 2)) {
        case ("s", _), ("t", _), ("m", _), ("d", _): return start + 2
        case ("r", "e"), ("v", "e"), ("l", "l"): return start + 3
        default: return nil
        }
    }

    /// ` ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+`.
    func gpt2WordEnd(_ start: Int) -> Int? {
        let first = has(start, " ") ? start + 1 : start
        guard first < count else { return nil }
        switch classes[first] {
        case let kind where kind.isLetter: return run(from: first, while: \.isLetter)
        case .number: return run(from: first) { $0 == .number }
        case let kind where kind.isSpace: return nil
        default: return run(from: first) { !$0.isLetter && !$0.isSpace && $0 != .number }
        }
    }

    /// `[^\r\n\p{L}\p{N}]?\p{L}+`, or with `[\p{L}\p{M}]+`.
    func wordEnd(_ start: Int, marksAreLetters: Bool) -> Int? {
        func belongs(_ kind: CharacterClass) -> Bool {
            kind.isLetter || marksAreLetters && kind == .mark
        }
        if has(start, Self.canLead), has(start + 1, belongs) {
            return run(from: start + 1, while: belongs)
        }
        return has(start, belongs) ? run(from: start, while: belongs) : nil
    }

    /// `[^\r\n\p{L}\p{N}]`.
    private static func canLead(_ kind: CharacterClass) -> Bool {
        !kind.isLetter && kind != .number && kind != .newline
    }

    /// The two word alternatives of o200k, up to the contraction.
    func casedWordEnd(_ start: Int) -> Int? {
        let starts = has(start, Self.canLead) ? [start + 1, start] : [start]
        for first in starts {
            if let end = lowerCaseEnd(first) { return end }
        }
        for first in starts where has(first, Self.isUpper) {
            return run(from: run(from: first, while: Self.isUpper), while: Self.isLower)
        }
        return nil
    }

    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+`.
    private func lowerCaseEnd(_ start: Int) -> Int? {
        let upperEnd = run(from: start, while: Self.isUpper)
        if has(upperEnd, Self.isLower) { return run(from: upperEnd, while: Self.isLower) }
        // The first part gives characters back until one can be the second.
        let last = classes[min(start, upperEnd)..<upperEnd].lastIndex(where: Self.isLower)
        return last.map { $0 + 1 }
    }

    private static func isUpper(_ kind: CharacterClass) -> Bool {
        kind == .upperCase || kind == .otherLetter || kind == .mark
    }

    private static func isLower(_ kind: CharacterClass) -> Bool {
        kind == .lowerCase || kind == .otherLetter || kind == .mark
    }

    /// `\p{N}{1,longest}`.
    func numberEnd(_ start: Int, longest: Int) -> Int? {
        let end = min(run(from: start) { $0 == .number }, start + longest)
        return end > start ? end : nil
    }

    /// ` ?[^\s\p{L}\p{N}]+[\r\n]*`, with `[\r\n/]*` when `slashes`.
    func symbolEnd(_ start: Int, marksAreLetters: Bool, slashes: Bool) -> Int? {
        let first = has(start, " ") ? start + 1 : start
        var end = run(from: first) { kind in
            kind == .other || kind == .mark && !marksAreLetters
        }
        guard end > first else { return nil }
        while has(end, { $0 == .newline }) || slashes && has(end, "/") { end += 1 }
        return end
    }

    /// `\s*[\r\n]+`: through the last line break of a run of white space.
    func lineEnd(_ start: Int) -> Int? {
        let end = run(from: start, while: \.isSpace)
        return classes[start..<end].lastIndex(of: .newline).map { $0 + 1 }
    }

    /// `\s+(?!\S)|\s+`: white space, but for the last one when a word follows.
    func spaceEnd(_ start: Int) -> Int? {
        let end = run(from: start, while: \.isSpace)
        guard end > start else { return nil }
        return end == count || end == start + 1 ? end : end - 1
    }
}
