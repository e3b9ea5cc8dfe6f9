import PersonaAnalysis
import Testing

/// Values as numbers, after the rules of the original's `attribute_values(encode=True)`.
@Suite struct AttributeEncodingTests {
    struct Case: Sendable {
        let kind: AttributeInfo.Kind?
        var ordered: [AttributeValue] = []
        let value: AttributeValue?
        let number: Double?
    }

    @Test(arguments: [
        Case(kind: .numeric, value: .integer(47), number: 47),
        Case(kind: .numeric, value: .number(3.5), number: 3.5),
        Case(kind: .nominal, value: .boolean(true), number: 1),
        Case(kind: .nominal, value: .boolean(false), number: 0),
        Case(kind: .ordinal, ordered: [.text("lo"), .text("hi")], value: .text("hi"), number: 1),
        Case(kind: .ordinal, ordered: [.text("lo"), .text("hi")], value: nil, number: nil),
        Case(kind: .binary, value: .text("Yes"), number: 1),
        Case(kind: .binary, value: .text("No"), number: 0),
        Case(kind: .binary, value: .text("Maybe"), number: nil),
        Case(kind: .binary, ordered: [.text("Yes"), .text("No")], value: .text("No"), number: 1),
        Case(kind: .nominal, value: .text("Yes"), number: nil),
        Case(kind: nil, value: .text("12"), number: nil),
    ])
    func valuesBecomeNumbers(_ item: Case) throws {
        let info = AttributeInfo(name: "a", kind: item.kind, orderedValues: item.ordered)
        #expect(try info.encoded(item.value) == item.number)
    }

    @Test func aValueOutsideTheOrderIsRefused() {
        let info = AttributeInfo(
            name: "degree", kind: .ordinal, orderedValues: [.text("lo"), .text("hi")])
        let error = #expect(throws: AnalysisError.self) { try info.encoded(.text("PhD")) }
        #expect(error?.code == .invalidData)
        #expect(
            error?.message
                == "Cannot encode 'PhD' of 'degree': its ordered values are 'lo', 'hi'. Correct the "
                + "persona, or add the value to the schema.")
    }

    @Test func aColumnIsEncodedInTheOrderAskedFor() throws {
        let table = try RealData.table()
        let ids = ["e271d167-258f-5099-925f-9276015914fe", "nobody"]
        #expect(try table.encodedValues(of: "age", for: ids) == [28, nil])
        let degrees = try table.encodedValues(of: "highest_degree_received")
        #expect(degrees.count == 180)
        #expect(Set(degrees.compactMap(\.self)) == [0, 1, 2, 3, 4])
    }
}
