import PersonaAnalysis
import Testing

/// Labels as `Fixtures/probes/helpers.expected.json` lists them, but for missing values.
struct ProbeLabelsTests {
    static let degrees = AttributeInfo(
        name: "degree", kind: .ordinal, orderedValues: [.text("lo"), .text("mid"), .text("hi")])

    @Test func binaryClassesAreSortedAsStrings() throws {
        let labels = try ProbeLabels(
            AttributeInfo(name: "a", kind: .binary), values: ["Yes", "No", "Yes"].map { .text($0) })
        #expect(labels.task == .binary)
        #expect(labels.targets == [1, 0, 1])
        #expect(labels.classNames == ["No", "Yes"])
    }

    @Test func categoricalNumbersAreSortedAsStrings() throws {
        let labels = try ProbeLabels(
            AttributeInfo(name: "a", kind: .nominal),
            values: [.integer(10), .integer(9), .number(1.5)])
        #expect(labels.classes == [1, 2, 0])
        #expect(labels.classNames == ["1.5", "10", "9"])
    }

    @Test func ordinalClassesAreRanks() throws {
        let labels = try ProbeLabels(Self.degrees, values: ["hi", "lo", "hi"].map { .text($0) })
        #expect(labels.targets == [2, 0, 2])
        #expect(labels.classNames == ["lo", "mid", "hi"])
    }

    @Test func numbersMayBeText() throws {
        let labels = try ProbeLabels(
            AttributeInfo(name: "a", kind: .numeric),
            values: [.integer(1), .number(2.5), .text("3"), .boolean(true)])
        #expect(labels.targets == [1, 2.5, 3, 1])
        #expect(labels.classNames == nil)
    }

    @Test func missingValuesAreNoClass() throws {
        let labels = try ProbeLabels(
            AttributeInfo(name: "religion", kind: .nominal),
            values: [.text("None"), nil, .text("Catholic")])
        #expect(labels.samples == [0, 2])
        #expect(labels.classes == [1, 0])
        #expect(labels.classNames == ["Catholic", "None"])
    }

    @Test func canonicallyEquivalentLabelsAreTwoClasses() throws {
        let labels = try ProbeLabels(
            AttributeInfo(name: "a", kind: .binary), values: [.text("\u{E9}"), .text("e\u{301}")])
        #expect(labels.classes == [1, 0])
    }

    struct Filtered: Sendable {
        let info: AttributeInfo
        let values: [String]
        let samples: [Int]
        let classes: [Int]
        let names: [String]
    }

    @Test(arguments: [
        Filtered(
            info: AttributeInfo(name: "a", kind: .nominal), values: ["a", "a", "b", "c", "c"],
            samples: [0, 1, 3, 4], classes: [0, 0, 1, 1], names: ["a", "c"]),
        Filtered(
            info: degrees, values: ["lo", "lo", "mid", "hi", "hi"],
            samples: [0, 1, 3, 4], classes: [0, 0, 2, 2], names: ["lo", "mid", "hi"]),
        Filtered(
            info: AttributeInfo(name: "a", kind: .binary), values: ["a", "a", "b"],
            samples: [0, 1], classes: [0, 0], names: ["a"]),
    ])
    func rareClassesAreDropped(_ filtered: Filtered) throws {
        let labels = try ProbeLabels(filtered.info, values: filtered.values.map { .text($0) })
            .droppingClasses(rarerThan: 2)
        #expect(labels.samples == filtered.samples)
        #expect(labels.classes == filtered.classes)
        #expect(labels.classNames == filtered.names)
    }

    @Test func numbersAreNeverRare() throws {
        let labels = try ProbeLabels(
            AttributeInfo(name: "a", kind: .numeric), values: [.integer(1), .integer(2)])
        #expect(labels.droppingClasses(rarerThan: 5) == labels)
    }

    struct Refusal: Sendable {
        let info: AttributeInfo
        let values: [AttributeValue?]
        let message: String
    }

    @Test(arguments: [
        Refusal(
            info: AttributeInfo(name: "attr", kind: .binary), values: [.text("Yes"), .text("Yes")],
            message: "Cannot make a binary probe of 'attr': the personas have 'Yes', and exactly "
                + "two values are needed. Choose other personas, or give the attribute another "
                + "kind in the schema."),
        Refusal(
            info: AttributeInfo(name: "attr", kind: .binary), values: [nil],
            message: "Cannot make a binary probe of 'attr': the personas have no value, and "
                + "exactly two values are needed. Choose other personas, or give the attribute "
                + "another kind in the schema."),
        Refusal(
            info: degrees, values: [.text("hi"), .text("??")],
            message: "Cannot rank '??' of 'degree': its ordered values are 'lo', 'mid', 'hi'. Add "
                + "the value to the schema, or correct the persona."),
        Refusal(
            info: AttributeInfo(name: "age", kind: .numeric), values: [.integer(1), .text("x")],
            message: "Cannot read 'x' of 'age' as a finite number, which a numeric attribute "
                + "needs. Correct the persona, or the attribute's kind in the schema."),
        Refusal(
            info: AttributeInfo(name: "age", kind: .numeric), values: [.number(.infinity)],
            message: "Cannot read 'inf' of 'age' as a finite number, which a numeric attribute "
                + "needs. Correct the persona, or the attribute's kind in the schema."),
    ])
    func refusesValuesThatDoNotSuitTheKind(_ refusal: Refusal) {
        let error = #expect(throws: AnalysisError.self) {
            try ProbeLabels(refusal.info, values: refusal.values)
        }
        #expect(error?.code == .invalidData)
        #expect(error?.message == refusal.message)
    }

    /// No class has so large a number, and asking for the classes of numbers must not trap.
    @Test func numbersHaveNoClasses() throws {
        let info = AttributeInfo(name: "wealth", kind: .numeric)
        let labels = try ProbeLabels(info, values: [.number(1e19), .number(-1e300)])
        #expect(labels.targets == [1e19, -1e300])
        #expect(labels.classes.isEmpty)
    }
}
