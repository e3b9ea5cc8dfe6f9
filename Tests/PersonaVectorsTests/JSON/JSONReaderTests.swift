import Foundation
import Testing

@testable import PersonaVectors

@Suite struct JSONReaderTests {
    struct Valid: Sendable {
        let text: String
        let value: JSONValue
    }

    static let valid: [Valid] = [
        Valid(text: "null", value: .null),
        Valid(text: " true\n", value: .bool(true)),
        Valid(text: "-0", value: .integer(0)),
        Valid(text: "9223372036854775807", value: .integer(.max)),
        Valid(text: "9223372036854775808", value: .bigInteger("9223372036854775808")),
        Valid(text: "1.5e3", value: .double(1500)),
        Valid(text: "1E400", value: .double(.infinity)),
        Valid(text: "-Infinity", value: .double(-.infinity)),
        Valid(text: #""\u00e9\n\/""#, value: .string("é\n/")),
        Valid(text: #""\ud83e\udd8a""#, value: .string("🦊")),
        Valid(text: "[]", value: .array([])),
        Valid(text: "[1, [2]]", value: .array([.integer(1), .array([.integer(2)])])),
        Valid(text: "{}", value: .object([:])),
        Valid(text: #"{"b": 1, "a": 2}"#, value: .object(["b": .integer(1), "a": .integer(2)])),
    ]

    @Test(arguments: valid)
    func readsWhatPythonReads(_ item: Valid) throws {
        #expect(try parseJSON(item.text) == item.value)
    }

    @Test func aRepeatedKeyKeepsItsPlaceAndTakesTheLastValue() throws {
        let object = try #require(try parseJSON(#"{"a": 1, "b": 2, "a": 3}"#).objectValue)
        #expect(object.keys == ["a", "b"])
        #expect(object["a"] == .integer(3))
    }

    @Test func keysThatAreOnlyCanonicallyEqualStayApart() throws {
        let object = try #require(try parseJSON(#"{"\u00e9": 1, "e\u0301": 2}"#).objectValue)
        #expect(object.keys.count == 2)
        #expect(object["\u{E9}"] == .integer(1))
        #expect(object["e\u{301}"] == .integer(2))
    }

    struct Invalid: Sendable {
        let text: String
        let reason: String
        let offset: Int
    }

    static let invalid: [Invalid] = [
        Invalid(text: "", reason: "the text ends where a value is needed", offset: 0),
        Invalid(text: "{", reason: "expected a key in quotes", offset: 1),
        Invalid(text: "[1,]", reason: "expected a value", offset: 3),
        Invalid(text: "{\"a\" 1}", reason: "expected ':'", offset: 5),
        Invalid(text: "{\"a\": 1,}", reason: "expected a key in quotes", offset: 8),
        Invalid(text: "[1 2]", reason: "expected ']'", offset: 3),
        Invalid(text: "1 2", reason: "text after the JSON value", offset: 2),
        Invalid(text: "01", reason: "text after the JSON value", offset: 1),
        Invalid(text: "1.", reason: "text after the JSON value", offset: 1),
        Invalid(text: "+1", reason: "expected a value", offset: 0),
        Invalid(text: "nul", reason: "expected a value", offset: 0),
        Invalid(text: "\"a", reason: "a string does not end", offset: 2),
        Invalid(text: "\"\n\"", reason: "a control character inside a string", offset: 1),
        Invalid(text: #""\x""#, reason: "an escape that JSON does not have", offset: 1),
        Invalid(text: #""\u12g4""#, reason: "\\u needs four hexadecimal digits", offset: 5),
        Invalid(
            text: String(repeating: "[", count: 600), reason: "nested too deeply", offset: 512),
    ]

    @Test(arguments: invalid)
    func refusesWhatIsNotJSON(_ item: Invalid) {
        #expect(throws: JSONReader.Failure(reason: item.reason, offset: item.offset)) {
            try parseJSON(item.text)
        }
    }

    @Test func refusesStringsThatAreNotUTF8() {
        #expect(throws: JSONReader.Failure(reason: "a string is not UTF-8", offset: 1)) {
            try parseJSON([0x22, 0xFF, 0x22])
        }
    }
}
