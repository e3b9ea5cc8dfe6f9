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

    @Test func hasNoAnswerForAConstantAttribute() throws {
        #expect(try cramersV(["a", "b", "a"], ["x", "x", "x"]) == nil)
        #expect(try cramersV([], []) == nil)
        let matrix = try attributeAssociations([["a", "b"], ["x", "x"]])
        #expect(matrix[0][1] == nil)
        #expect(matrix[1][1] == 1)
    }

    @Test func refusesColumnsOfDifferentLengths() {
        let error = #expect(throws: AnalysisError.self) { try cramersV(["a"], ["a", "b"]) }
        #expect(
            error?.message
                == "Cannot associate columns of 1 and 2 values: they must hold one value for each "
                + "of the same personas.")
    }
}
