import Foundation
import PersonaAnalysis
import PersonaVectors
import Testing

@testable import PersonaReports

/// The attributes of figures whose personas have not all got them.
struct AttributeFigureTests {
    private func table(_ personas: [String], schema: String? = nil) throws -> AttributeTable {
        try AttributeTable(
            personas: Array(personas.joined(separator: "\n").utf8), personasPath: "p",
            schema: schema.map { Array($0.utf8) }, schemaPath: "s")
    }

    /// The first personas of the data set.
    private func firstRows(_ count: Int) throws -> (table: AttributeTable, ids: [String]) {
        let folder = ReportSupport.root.appending(path: "Tests/Fixtures/real/dataset")
        let text = try String(
            contentsOf: folder.appending(path: "personas.jsonl"), encoding: .utf8)
        let lines = text.split(separator: "\n").filter { !$0.contains(baselinePersonaID) }
        let table = try table(
            lines.prefix(count).map(String.init),
            schema: String(
                contentsOf: folder.appending(path: "attribute_schema.json"), encoding: .utf8))
        return (table, table.personaIDs.sorted())
    }

    private func figure(
        _ kind: FigureKind, _ table: AttributeTable, personaIDs: [String]? = nil,
        includingBaseline: Bool = false
    ) async throws -> Figure {
        let dataset = try await loadAnalysisDataset(
            from: ReportSupport.realStore(), variants: [.biography], personaIDs: personaIDs,
            layers: [0], includingBaseline: includingBaseline)
        return try buildLayeredFigure(kind, of: dataset, layers: [0], attributes: table)
    }

    /// Who has no attributes says nothing of how they go together.
    @Test func personasWithoutAttributesAreNotAssociated() async throws {
        let (table, ids) = try firstRows(90)
        #expect(ids.count == 90)
        let all = try await figure(.attributes, table)
        let known = try await figure(.attributes, table, personaIDs: ids)
        #expect(all.data == known.data)
        #expect(all.subtitle == known.subtitle && all.subtitle.hasPrefix("90 personas, "))
        #expect(all.notes == ["90 of 180 personas have vectors but no attributes."])
        #expect(known.notes == [])
    }

    /// The reference's Bergsma number of the 180 personas, to the digits that a figure holds.
    @Test func theBaselineIsNotAssociated() async throws {
        let figure = try await figure(
            .attributes, ReportSupport.attributes(), includingBaseline: true)
        #expect(figure.subtitle.hasPrefix("180 personas, ") && figure.notes == [])
        let names = figure.texts("names")
        let (sex, race) = (
            try #require(names.firstIndex(of: "sex")), try #require(names.firstIndex(of: "race"))
        )
        let cells = try #require(figure.data["views"]?.objectValue?["bergsma"]?.arrayValue)
        #expect(cells[sex].arrayValue?[race] == .double(0))
    }

    /// Personas `p0` to `p3`, the second of whom has a bad age.
    private var withABadAge: AttributeTable {
        get throws {
            try table(
                ["1", "\"forty-one\"", "3", "4"].enumerated().map { index, age in
                    "{\"id\": \"p\(index)\", \"persona\": {\"age\": \(age), \"g\":"
                        + " \"\(index % 2)\"}}"
                }, schema: "{\"persona_fields\": {\"age\": {\"kind\": \"numeric\"}, \"g\": {}}}")
        }
    }

    @Test(arguments: [FigureKind.pca, .attributes])
    func oneBadValueCostsItsAttributeOnly(_ kind: FigureKind) async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try ReportSupport.hostileStore(in: folder, names: ["A", "B", "C", "D"])
        let dataset = try await loadAnalysisDataset(from: store, variants: [.biography])
        let figure = try buildLayeredFigure(kind, of: dataset, attributes: withABadAge)
        #expect(
            figure.notes == [
                "The attribute 'age' is left out. Cannot color by 'age': it is numeric, and"
                    + " 'forty-one' is no number. Correct the personas, or the kind in the schema."
                    + " It is a value of persona 'p1'."
            ])
        let names =
            kind == .attributes
            ? figure.texts("names")
            : figure.array("colorings").compactMap { $0.objectValue?["name"]?.stringValue }
        #expect(names == (kind == .attributes ? ["g"] : ["none", "g"]))
    }

    @Test func attributesOfOtherPersonasAreRefused() async throws {
        for (personas, rows) in [([], 0), (["{\"id\": \"x\", \"persona\": {}}"], 1)] {
            let table = try table(personas)
            let error = await #expect(throws: AnalysisError.self) {
                try await figure(.pca, table)
            }
            #expect(error?.code == .notFound)
            #expect(
                error?.message
                    == "No persona has both a vector and attributes: there are 180 vectors and"
                    + " \(rows) rows of attributes, with no id in common. Check that both belong to"
                    + " the same data set.")
        }
    }
}
