/// Numbers as the filters `int` and `float` find them.
extension TemplateValue {
    /// Python's `float`; nil when it refuses.
    var pythonDouble: Double? {
        if let double { return double }
        guard let text = text?.stripped(), !text.isEmpty else { return nil }
        // Swift reads hexadecimal numbers, too.
        let isPlain = text.utf8.allSatisfy { Self.numeric.contains($0) }
        let words: Set<String> = ["inf", "infinity", "nan"]
        let word = text.lowercased().drop { $0 == "+" || $0 == "-" }
        guard isPlain || words.contains(String(word)) else { return nil }
        return Double(text)
    }

    private static let numeric = Set("0123456789.eE+-".utf8)

    /// Python's `int`, of texts also `int(float(text))`; nil when both refuse.
    ///
    /// - Throws: ``ChatTemplateError`` when the number has more than 64 bits.
    func pythonInteger() throws(ChatTemplateError) -> TemplateValue? {
        if let integer { return .integer(integer) }
        if let text = text?.stripped() {
            if let integer = Int(text) { return .integer(integer) }
        }
        guard let number = pythonDouble else { return nil }
        guard let integer = Int(exactly: number.rounded(.towardZero)) else {
            throw Renderer.beyond64Bits
        }
        return .integer(integer)
    }
}
