import Testing

@testable import PersonaVectorsCommands

@Suite struct SuggestionTests {
    struct Case: Sendable {
        let left: String
        let right: String
        let distance: Int?
    }

    @Test(arguments: [
        Case(left: "", right: "", distance: 0),
        Case(left: "abc", right: "abc", distance: 0),
        Case(left: "abc", right: "abd", distance: 1),
        Case(left: "abc", right: "acb", distance: 1),
        Case(left: "abc", right: "ab", distance: 1),
        Case(left: "ab", right: "xabx", distance: 2),
        Case(left: "kitten", right: "sitting", distance: 3),
        Case(left: "kitten", right: "mitten-in-wool", distance: nil),
        Case(left: "", right: "abcd", distance: nil),
    ])
    func countsEdits(_ item: Case) {
        #expect(Suggestions.distance(item.left, item.right, atMost: 3) == item.distance)
    }

    @Test func suggestsTheNearestOnly() {
        let words = ["list", "show", "import", "export"]
        #expect(Suggestions.closest(to: "lst", among: words) == ["list"])
        #expect(Suggestions.closest(to: "LIST", among: words) == ["list"])
        #expect(Suggestions.closest(to: "exprot", among: words) == ["export"])
        #expect(Suggestions.closest(to: "frobnicate", among: words) == [])
    }

    @Test func suggestsAtMostThree() {
        #expect(Suggestions.closest(to: "p-1", among: ["p-2", "p-3", "p-4", "p-5"]).count == 3)
    }
}
