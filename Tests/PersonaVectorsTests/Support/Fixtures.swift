import Foundation
import Testing

@testable import PersonaVectors

/// Files that other programs made.
enum Fixtures {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    static func url(_ path: String) -> URL {
        folder.appending(path: path)
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: url(path)))
    }

    static func json(_ path: String) throws -> JSONObject {
        let value = try parseJSON(bytes(path))
        return try #require(value.objectValue)
    }
}

/// The value of JSON text, by the reader under test: its own tests compare it with Python.
func parseJSON(_ bytes: [UInt8]) throws -> JSONValue {
    try bytes.withUnsafeBytes { try JSONReader.parse($0) }
}

func parseJSON(_ text: String) throws -> JSONValue {
    try parseJSON(Array(text.utf8))
}

extension JSONValue {
    subscript(key: ExactString) -> JSONValue? { objectValue?[key] }

    /// The strings of an array of strings.
    var strings: [String]? { arrayValue?.compactMap(\.stringValue) }

    /// The numbers of an array, with the strings that stand for what JSON has no number for.
    var floats: [Float]? {
        arrayValue?.map { value in
            switch value.stringValue {
            case "NaN": .nan
            case "Infinity": .infinity
            case "-Infinity": -.infinity
            default: Float(value.doubleValue ?? .nan)
            }
        }
    }
}
