import Foundation
import PersonaAnalysis
import PersonaVectors
import Testing

struct AttributeTableTests {
    @Test func realPersonasAreReadWithoutTheBaseline() throws {
        let table = try RealData.table()
        #expect(table.personaIDs.count == 180)
        #expect(table.personaIDs.first == "e271d167-258f-5099-925f-9276015914fe")
        #expect(!table.contains("baseline_assistant"))
        #expect(table.attributeNames.prefix(4) == ["age", "sex", "city", "state"])
        #expect(!table.attributeNames.contains("country"))
        let id = "e271d167-258f-5099-925f-9276015914fe"
        #expect(try table.values(of: "age", for: [id, "nobody"]) == [.integer(28), nil])
        #expect(try table.values(of: "country", for: [id]) == [.text("United States")])
    }

    /// The labels that the original made of the same personas, in `Fixtures/probes/splits.json`.
    @Test func labelsAreThoseOfTheOriginal() throws {
        let (table, fixture) = (try RealData.table(), try SplitFixture.load())
        for (name, expected) in fixture.attributes {
            let info = try table.info(for: name)
            let labels = try ProbeLabels(
                info, values: table.values(of: name, for: fixture.personaIds)
            ).droppingClasses(rarerThan: 5)
            #expect(labels.task.rawValue == expected.task, "\(name)")
            #expect(labels.targets == expected.y, "\(name)")
            #expect(labels.classNames == expected.classNames, "\(name)")
            let kept = Set(labels.samples)
            let dropped = fixture.personaIds.indices.filter { !kept.contains($0) }
            #expect(
                dropped.map { fixture.personaIds[$0] } == expected.droppedPersonaIds, "\(name)")
        }
    }

    @Test func withoutSchemaEveryAttributeButTheNamesIsListed() throws {
        let lines = """
            {"id": "a", "persona": {"b": 1.0, "first_name": "x", "a": null, "flag": true}}

            {"id": "baseline_assistant", "persona": {"only_here": 1}}
            {"id": "a", "persona": {"b": 2.5, "list": [1, "x"]}, "ignored": 0}\r
            """
        let table = try AttributeTable(
            personas: Array(lines.utf8), personasPath: "p.jsonl", schema: nil, schemaPath: "s")
        #expect(table.personaIDs == ["a"])
        #expect(table.attributeNames == ["b", "list"])
        #expect(try table.values(of: "b") == [.number(2.5)])
        #expect(try table.values(of: "list") == [.text("[1, \"x\"]")])
        #expect(try inferProbeTask(for: table.info(for: "b")) == .categorical)
    }

    @Test(arguments: [
        (AttributeValue.number(2), "2.0"), (.number(0.1), "0.1"), (.integer(2), "2"),
        (.boolean(true), "True"), (.text("True"), "True"), (.number(.nan), "nan"),
    ])
    func labelsAreWhatPythonPrints(value: AttributeValue, label: String) {
        #expect(value.description == label)
    }

    struct Refusal: Sendable {
        let personas: String
        var schema: String?
        let message: String
    }

    @Test(arguments: [
        Refusal(
            personas: "{\"id\": \"a\", \"persona\": {}}\n{oops",
            message: "Cannot read line 2 of p.jsonl as JSON: expected a key in quotes at byte 1."),
        Refusal(
            personas: "[]", message: "Cannot use line 1 of p.jsonl: it is JSON, but not an object."),
        Refusal(
            personas: "{\"persona\": {}}",
            message: "Cannot use line 1 of p.jsonl: 'id' must be there and hold a string."),
        Refusal(
            personas: "\n{\"id\": \"a\", \"persona\": null}",
            message: "Cannot use line 2 of p.jsonl: 'persona' must be there and hold an object."),
        Refusal(
            personas: "", schema: "{\"fields\": {}}",
            message: "Cannot use s.json: 'persona_fields' must be there and hold an object."),
    ])
    func refusesFilesOfAnotherFormat(_ refusal: Refusal) {
        let error = #expect(throws: AnalysisError.self) {
            try AttributeTable(
                personas: Array(refusal.personas.utf8), personasPath: "p.jsonl",
                schema: refusal.schema.map { Array($0.utf8) }, schemaPath: "s.json")
        }
        #expect(error?.code == .invalidData)
        #expect(error?.message == refusal.message)
    }

    @Test func namesWhatIsNotThere() throws {
        let table = try AttributeTable(
            personas: Array("{\"id\": \"a\", \"persona\": {\"b\": 1, \"c\": 2}}".utf8),
            personasPath: "p", schema: nil, schemaPath: "s")
        let attribute = #expect(throws: AnalysisError.self) { try table.values(of: "sex") }
        #expect(attribute?.message == "No attribute 'sex' in the personas; there are b, c.")
        let folder = try TemporaryFolder()
        let path = folder.url.path
        let file = #expect(throws: AnalysisError.self) {
            try loadAttributeTable(personas: URL(filePath: path))
        }
        #expect(file?.code == .notFound)
        #expect(
            file?.message == "No personas in \(path): a file dataset_personas.jsonl or "
                + "personas.jsonl is needed.")
    }
}
