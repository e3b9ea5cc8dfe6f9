import PersonaAnalysis
import Testing

@Suite struct AttributeColoringTests {
    let age = AttributeInfo(name: "age", kind: .numeric)
    let degree = AttributeInfo(
        name: "degree", kind: .ordinal,
        orderedValues: [.text("none"), .text("school"), .text("college")])
    let city = AttributeInfo(name: "city", kind: .nominal)

    func texts(_ values: [String?]) -> [AttributeValue?] {
        values.map { $0.map(AttributeValue.text) }
    }

    @Test func putsNumbersOnAScale() throws {
        let coloring = try colorAttribute(age, values: [.integer(47), .number(3.5), nil])
        #expect(coloring == .numeric([47, 3.5, nil]))
    }

    @Test func ranksOrderedValues() throws {
        let coloring = try colorAttribute(degree, values: texts(["college", nil, "none"]))
        #expect(
            coloring
                == .ordinal(ranks: [2, nil, 0], rankNames: ["none", "school", "college"]))
    }

    @Test func groupsTheMostFrequentValues() throws {
        let golden = try AnalysisGolden.value("attributes", "categorical_top2") as? [String]
        let values = texts(["b", "a", "c", "a", "b", "d"])
        #expect(try colorAttribute(city, values: values, groupCount: 2) == .groups(golden ?? []))
        #expect(
            try colorAttribute(city, values: texts(["x", nil]))
                == .groups(["x", AttributeColoring.unknownGroup]))
    }

    @Test func refusesAValueThatIsNoNumber() {
        let error = #expect(throws: AnalysisError.self) {
            try colorAttribute(age, values: texts(["old"]))
        }
        #expect(
            error?.message
                == "Cannot color by 'age': it is numeric, and 'old' is no number. Correct the "
                + "personas, or the kind in the schema.")
    }

    @Test func refusesAValueOutsideTheOrder() {
        let error = #expect(throws: AnalysisError.self) {
            try colorAttribute(degree, values: texts(["PhD"]))
        }
        #expect(error?.code == .invalidData)
        #expect(
            error?.message
                == "Cannot color by 'degree': 'PhD' is not among its ordered values 'none', "
                + "'school', 'college'. Correct the personas, or the schema.")
    }

    @Test func givesGroupsThePaletteOfTheOriginal() throws {
        let golden = try AnalysisGolden.value("attributes", "label_color_map") as? [String: String]
        #expect(groupColors(for: ["z", "b", "A", "ä", "a", "B", "a"]) == golden)
        let many = groupColors(for: (0..<13).map { "group \($0)" })
        #expect(Set(many.values).count == 13)
    }
}
