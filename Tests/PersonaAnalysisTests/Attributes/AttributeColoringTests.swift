import PersonaAnalysis
import PersonaVectors
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

    @Test func namesValuesOfMixedTypesAsPythonDoes() throws {
        let golden = try AnalysisGolden.value("attributes", "categorical_mixed_types") as? [String]
        let values: [AttributeValue?] = [.integer(1), .text("1"), .text("x"), .integer(1)]
        #expect(try colorAttribute(city, values: values, groupCount: 1) == .groups(golden ?? []))
    }

    /// What the original colours the first personas by.
    @Test(arguments: ["age", "highest_degree_received", "total_wealth", "race", "city"])
    func colorsTheRealPersonasAsTheOriginalDoes(_ name: String) throws {
        let golden = try #require(
            try AnalysisGolden.value("attributes", "color_kwargs", name) as? [String: Any])
        let table = try RealData.table()
        let ids = try #require(try AnalysisGolden.value("persona_ids") as? [String])
        let coloring = try colorAttribute(
            table.info(for: name), values: table.values(of: name, for: ids))
        switch coloring {
        case .numeric(let numbers):
            #expect(numbers.prefix(6).map { $0 ?? .nan } == golden["color_values"] as? [Double])
        case .ordinal(let ranks, let names):
            #expect(ranks.prefix(6).map { $0 ?? .nan } == golden["color_values"] as? [Double])
            // The original writes "$" as an entity, because its Plotly reads formulas between two.
            let texts = (golden["color_ticktext"] as? [String])?
                .map { $0.replacing("&#36;", with: "$") }
            #expect(names == texts)
        case .groups(let groups):
            #expect(Array(groups.prefix(6)) == golden["groups"] as? [String])
        }
    }

    @Test(arguments: ["age", "sex", "highest_degree_received", "race", "nope"])
    func labelsAreThoseOfTheOriginal(_ name: String) throws {
        let golden = try AnalysisGolden.value("attributes", "display", name) as? String
        let info = (try? RealData.table().info(for: name)) ?? AttributeInfo(name: name)
        #expect(info.displayLabel == golden)
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
        let colors = groupColors(for: ["z", "b", "A", "ä", "a", "B", "a"])
        #expect(colors.count == golden?.count)
        for (name, color) in golden ?? [:] { #expect(colors[ExactString(name)] == color) }
        // Two ways to write one letter are two groups, as they are two values.
        #expect(groupColors(for: ["\u{E9}", "e\u{301}"]).count == 2)
        let many = groupColors(for: (0..<13).map { "group \($0)" })
        #expect(Set(many.values).count == 13)
    }

    @Test func valuesCalledAsGroupsAreGroupsOfTheirOwn() throws {
        let names = ["Unknown", "Unknown", "Other", "Other", "a", nil]
        let values = names.map { $0.map(AttributeValue.text) }
        #expect(
            try colorAttribute(AttributeInfo(name: "city"), values: values, groupCount: 2)
                == .groups(
                    ["Unknown", "Unknown", "Other", "Other", "Other (rare)", "Unknown (no value)"]))
    }
}
