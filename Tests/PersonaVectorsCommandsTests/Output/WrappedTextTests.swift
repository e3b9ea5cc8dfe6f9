import Testing

@testable import PersonaVectorsCommands

@Suite struct WrappedTextTests {
    @Test(arguments: [
        ("", 5, [""]),
        ("one", 5, ["one"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 6, ["one", "two", "three"]),
        ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
        ("a\n\nb c", 9, ["a", "", "b c"]),
        ("a\r\nb", 9, ["a", "b"]),
        ("  a b", 9, ["  a b"]),
        // A wide character takes two columns, also where only one is left.
        ("日本語 です", 4, ["日本", "語", "です"]),
        ("日本", 1, ["日", "本"]),
    ])
    func breaksBetweenWords(text: String, width: Int, lines: [String]) {
        #expect(WrappedText.lines(of: text, width: width) == lines)
    }
}
