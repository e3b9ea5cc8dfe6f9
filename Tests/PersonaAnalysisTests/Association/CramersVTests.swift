import Foundation
import PersonaAnalysis
import Testing

@Suite struct CramersVTests {
    /// One attribute of the 180 personas, as text.
    func column(_ attribute: String) throws -> [String] {
        let values = try RealAttributes.values(attribute)
        guard attribute == "age" else { return values.map { $0.map { "\($0)" } ?? "" } }
        return try quantileBinLabels(values.map { ($0 as? NSNumber)?.doubleValue })
    }

    @Test(arguments: [
        "sex x born_in_us", "born_in_us x us_citizenship_status", "sex x race", "sex x city",
        "race x religion", "age x marital_status", "city x ethnicity",
        "highest_degree_received x total_wealth",
    ])
    func agreesWithTheThreeDefinitions(_ pair: String) throws {
        let names = pair.components(separatedBy: " x ")
        let (first, second) = (try column(names[0]), try column(names[1]))
        for (key, correction) in [
            ("plain", AssociationCorrection.plain), ("reference", .yates), ("bergsma", .bergsma),
        ] {
            let expected = try AnalysisGolden.number(
                AnalysisGolden.value("cramers_v_three_ways", pair, key))
            let ours = try #require(try cramersV(first, second, correction: correction))
            #expect(abs(ours - expected) < 1e-12, "\(pair) \(key)")
        }
    }

    @Test func fillsTheWholeMatrixAsTheOriginalDoes() throws {
        let names = try #require(
            try AnalysisGolden.value("cramers_v", "attributes") as? [String])
        let ours = try attributeAssociations(names.map(column), correction: .yates)
        let expected = try AnalysisGolden.rows(AnalysisGolden.value("cramers_v", "matrix"))
        for (row, values) in expected.enumerated() {
            for (column, value) in values.enumerated() {
                #expect(abs(try #require(ours[row][column]) - value) < 1e-12)
            }
        }
    }

    @Test(arguments: [
        ("independent 2x2", ["a", "a", "b", "b"], ["x", "y", "x", "y"]),
        ("identical 2x2", ["a", "a", "b", "b"], ["x", "x", "y", "y"]),
        (
            "identical 3x3 n=9", ["a", "a", "a", "b", "b", "b", "c", "c", "c"],
            ["x", "x", "x", "y", "y", "y", "z", "z", "z"]
        ),
        ("n=2", ["a", "b"], ["x", "y"]),
        ("n=3, 3x3 (bias correction denominators hit zero)", ["a", "b", "c"], ["x", "y", "z"]),
    ])
    func agreesOnTinyTables(_ name: String, _ first: [String], _ second: [String]) throws {
        let tiny = try AnalysisGolden.value("cramers_v", "tiny", name)
        let expected = try AnalysisGolden.number((tiny as? [String: Any])?["result"] ?? tiny)
        let ours = try #require(try cramersV(first, second, correction: .yates))
        #expect(abs(ours - expected) < 1e-12)
        #expect(try cramersV(first, second)?.isNaN != true)
    }

    @Test func aConstantColumnGoesWithNothing() throws {
        let names = try #require(
            try AnalysisGolden.value("cramers_v", "attributes") as? [String])
        let constant = [String](repeating: "x", count: 180)
        let ours = try attributeAssociations(names.map(column) + [constant], correction: .yates)
        let expected = try #require(
            try AnalysisGolden.value("cramers_v", "with_constant_column_last_row") as? [Any])
        // The original's NaN is nil.
        #expect(ours.last?.map { $0 == nil } == expected.map { $0 as? String == "NaN" })
        #expect(ours.last?.last == 1)
    }

    @Test func binsAreAsManyAsAskedFor() throws {
        let ages = try RealAttributes.values("age").map { ($0 as? NSNumber)?.doubleValue }
        let columns = [
            try quantileBinLabels(ages, binCount: 2), try column("sex"),
            try column("marital_status"),
        ]
        let ours = try attributeAssociations(columns, correction: .yates)
        let expected = try AnalysisGolden.rows(
            AnalysisGolden.value("cramers_v", "age_sex_marital_2_bins"))
        for (row, values) in expected.enumerated() {
            for (column, value) in values.enumerated() {
                #expect(abs(try #require(ours[row][column]) - value) < 1e-12)
            }
        }
    }

    /// Values that Swift's `==` takes for one another are different values.
    @Test func valuesAreComparedByTheirCodePoints() throws {
        let composed = ["\u{E9}", "e\u{301}", "\u{E9}", "e\u{301}"]
        #expect(try cramersV(composed, ["x", "y", "x", "y"], correction: .plain) == 1)
    }

    @Test func hasNoAnswerForAConstantAttribute() throws {
        #expect(try cramersV(["a", "b", "a"], ["x", "x", "x"]) == nil)
        #expect(try cramersV([], []) == nil)
        let matrix = try attributeAssociations([["a", "b"], ["x", "x"]])
        #expect(matrix[0][1] == nil)
        #expect(matrix[1][1] == 1)
    }

    /// Independent where both are known; taken for a class, having no value would bind them.
    @Test func havingNoValueIsNoValue() throws {
        let columns: [[String?]] = [
            ["a", "a", "b", "b", nil, nil, "a"], ["x", "y", "x", "y", nil, nil, nil],
        ]
        for correction in AssociationCorrection.allCases {
            #expect(try attributeAssociations(columns, correction: correction)[0][1] == 0)
        }
        #expect(try attributeAssociations([["a", "b"], [nil, "x"]])[0][1] == nil)
        let error = #expect(throws: AnalysisError.self) {
            try attributeAssociations([["a"], ["a", nil]])
        }
        #expect(error?.code == .invalidData)
    }

    @Test func refusesColumnsOfDifferentLengths() {
        let error = #expect(throws: AnalysisError.self) { try cramersV(["a"], ["a", "b"]) }
        #expect(
            error?.message
                == "Cannot associate columns of 1 and 2 values: they must hold one value for each "
                + "of the same personas.")
    }
}
