import Foundation
import PersonaAnalysis
import PersonaVectors
import PersonaVectorsTesting
import Testing

/// Which values an attribute can be given, judged by persona-data's `swap_attribute`.
@Suite struct KnownValuesTests {
    private static let folder = InteropPython.packageRoot.appending(path: "Tests/Fixtures/personas")

    private func schema() throws -> AttributeTable {
        let file = Self.folder.appending(path: "attribute_schema.json")
        return try AttributeTable(
            personas: [], personasPath: "", schema: Array(Data(contentsOf: file)),
            schemaPath: file.path)
    }

    /// The swaps that fail for the value alone: the others of the fixture fail for the persona, and
    /// `PersonaExtraction` tests those.
    @Test func valuesAreKnownOrNotAsTheOriginalSays() throws {
        let file = Self.folder.appending(path: "expected.json")
        let expected = try JSONValue(parsing: Array(Data(contentsOf: file))).objectValue
        let schema = try schema()
        var refused = 0
        for swap in try #require(expected?["swaps"]?.arrayValue).compactMap(\.objectValue) {
            let name = try #require(swap["attribute"]?.stringValue)
            let result = try #require(swap["result"]?.objectValue)
            guard let info = try? schema.info(for: name), swap["persona"] == .string("ada") else {
                continue
            }
            let word = swap["new_value"].flatMap { $0 == .null ? nil : $0.pythonText }
            let value = Result {
                // Ada's own value of the one binary attribute is Yes.
                try word.map(info.value(named:)) ?? info.otherValue(than: .text("Yes"))
            }
            if let changed = result["value"] {
                #expect(try value.get().description == changed.pythonText)
            } else if name != "shoe_size" {
                #expect(throws: AnalysisError.self) { try value.get() }
                refused += 1
            }
        }
        #expect(refused == 3)
    }

    @Test func onlyABinaryAttributeHasAnotherValue() throws {
        let schema = try schema()
        let binary = try schema.info(for: "speak_other_language")
        #expect(try binary.otherValue(than: .text("No")) == .text("Yes"))
        let error = #expect(throws: AnalysisError.self) {
            try schema.info(for: "religion").otherValue(than: .text("None"))
        }
        #expect(error?.code == .invalidArgument)
        #expect(
            error?.message
                == "No value of 'religion' is the other of 'None': a binary attribute with one other "
                + "value is needed, and the schema has the kind 'nominal' with 'None', 'Buddhism'. "
                + "Name the value.")
        #expect(throws: AnalysisError.self) { try binary.otherValue(than: .text("Maybe")) }
    }
}
