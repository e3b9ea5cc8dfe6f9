import Testing

@testable import PersonaVectorsCommands

@Suite struct TextTableTests {
    @Test func alignsWhatATerminalShows() {
        let table = TextTable(
            [.left("ID"), .right("COUNT")],
            rows: [
                ["naïve", "1"], ["李小龍", "22"], ["🦊", "333"], ["e\u{301}", "4"], ["👩‍🔬x", "5"],
            ])
        #expect(
            table.text == """
                ID      COUNT
                naïve       1
                李小龍     22
                🦊        333
                e\u{301}           4
                👩‍🔬x         5

                """)
    }

    @Test func showsControlCharactersAsEscapes() {
        let table = TextTable([.left("NAME"), .left("X")], rows: [["a\nb\u{1B}[31m", "y"]])
        #expect(table.text == "NAME            X\na\\nb\\u{1B}[31m  y\n")
    }

    @Test func printsNothingWithoutRows() {
        #expect(TextTable([.left("ID")], rows: []).text == "")
    }

    @Test func leavesOutHeadingsThatAreEmpty() {
        #expect(TextTable.facts([("A", "1"), ("Long", "2")]).text == "A     1\nLong  2\n")
    }
}

@Suite struct NumberTextTests {
    struct Case: Sendable {
        let number: Double
        let text: String
    }

    /// The texts are what `printf "%.6g"` of the GNU C library prints, but for the sign of zero.
    @Test(arguments: [
        Case(number: 0, text: "0"), Case(number: -0.0, text: "0"), Case(number: 1, text: "1"),
        Case(number: -1.5, text: "-1.5"), Case(number: 269.9386, text: "269.939"),
        Case(number: 95.4375, text: "95.4375"), Case(number: 999_999.5, text: "1e+06"),
        Case(number: 123_456, text: "123456"), Case(number: 1_234_567, text: "1.23457e+06"),
        Case(number: 0.0001, text: "0.0001"), Case(number: 0.00001, text: "1e-05"),
        Case(number: 0.000123456789, text: "0.000123457"), Case(number: 1e100, text: "1e+100"),
        Case(number: .leastNormalMagnitude, text: "2.22507e-308"), Case(number: .nan, text: "nan"),
        Case(number: .infinity, text: "inf"), Case(number: -.infinity, text: "-inf"),
        Case(number: 0.1 + 0.2, text: "0.3"),
    ])
    func printsSixSignificantDigits(_ item: Case) {
        #expect(NumberText.significant(item.number) == item.text)
    }
}
