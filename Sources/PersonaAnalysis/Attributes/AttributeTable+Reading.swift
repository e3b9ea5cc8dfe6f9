public import Foundation
import PersonaVectors

/// Reads the attributes of a persona data set.
///
/// - Parameters:
///   - personas: the file of personas, one JSON object a line, or the folder that holds it as
///     `dataset_personas.jsonl` or `personas.jsonl`.
///   - schema: the attribute schema; nil means `attribute_schema.json` beside the personas. That it
///     is not there is not an error then: every attribute is categorical.
/// - Returns: the table, without the baseline persona.
/// - Throws: ``AnalysisError`` with code `notFound` when a file is missing and `invalidData` when a
///   line or the schema is not what the format demands, naming the line.
/// - Complexity: O(bytes); the personas' texts are read and forgotten.
public func loadAttributeTable(personas: URL, schema: URL? = nil) throws -> AttributeTable {
    let personas = try personasFile(at: personas)
    let fallback = personas.deletingLastPathComponent().appending(
        path: AttributeTable.schemaFileName)
    let schemaFile = schema ?? (fallback.isExistingFile ? fallback : nil)
    return try AttributeTable(
        personas: readAttributeFile(personas), personasPath: personas.path,
        schema: schemaFile.map(readAttributeFile), schemaPath: (schema ?? fallback).path)
}

extension AttributeTable {
    /// A table from the bytes of its files, for example downloaded ones.
    ///
    /// - Parameters:
    ///   - personas: JSON objects, one a line; empty lines are skipped.
    ///   - personasPath: names them in errors.
    ///   - schema: the attribute schema, nil when there is none.
    ///   - schemaPath: names it in errors.
    /// - Throws: ``AnalysisError`` with code `invalidData`.
    /// - Complexity: O(bytes).
    public init(
        personas: [UInt8], personasPath: String, schema: [UInt8]?, schemaPath: String
    ) throws {
        let infos = try schema.map { try Self.readSchema($0, path: schemaPath) } ?? []
        var rows: [(personaID: String, values: [ExactString: AttributeValue])] = []
        for (number, line) in personas.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
        ).enumerated() where !line.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) {
            let place = "line \(number + 1) of \(personasPath)"
            rows.append(try Self.readRow(Array(line), place: place, path: personasPath))
        }
        self.init(rows: rows, schema: infos)
    }

    private static func readRow(
        _ line: [UInt8], place: String, path: String
    ) throws -> (personaID: String, values: [ExactString: AttributeValue]) {
        let row = try readObject(line, place: place, path: path)
        guard let id = row["id"]?.stringValue else {
            throw AnalysisError.personaWithout("id", kind: "string", place: place, path: path)
        }
        guard let persona = row["persona"]?.objectValue else {
            throw AnalysisError.personaWithout("persona", kind: "object", place: place, path: path)
        }
        var values: [ExactString: AttributeValue] = [:]
        for (key, value) in persona.members { values[key] = AttributeValue(value) }
        return (id, values)
    }

    private static func readSchema(_ bytes: [UInt8], path: String) throws -> [AttributeInfo] {
        let root = try readObject(bytes, place: path, path: path)
        guard let fields = root["persona_fields"]?.objectValue else {
            throw AnalysisError.personaWithout(
                "persona_fields", kind: "object", place: path, path: path)
        }
        return fields.members.map { AttributeInfo(name: $0.string, schema: $1.objectValue) }
    }

    private static func readObject(
        _ bytes: [UInt8], place: String, path: String
    ) throws -> JSONObject {
        do {
            guard let object = try JSONValue(parsing: bytes).objectValue else {
                throw AnalysisError.notAnObject(place: place, path: path)
            }
            return object
        } catch let error as JSONSyntaxError {
            throw AnalysisError.notJSON(place: place, path: path, underlying: error)
        }
    }
}

extension AttributeInfo {
    /// What a schema's entry says; a key of another type than expected counts as absent.
    init(name: String, schema: JSONObject?) {
        let seeds = schema?["seed_values_sorted_by_count"]?.arrayValue ?? []
        self.init(
            name: name, kind: schema?["kind"]?.stringValue.map { Kind(rawValue: $0) },
            orderedValues: (schema?["ordered_values"]?.arrayValue ?? [])
                .compactMap { AttributeValue($0) },
            seedValues: seeds.compactMap { seed in
                seed.objectValue?["value"].flatMap { AttributeValue($0) }
            },
            isHighCardinality: schema?["high_cardinality"] == .bool(true),
            isIdentifier: schema?["identifier"] == .bool(true),
            analysisRecommendation: schema?["analysis_recommendation"]?.stringValue,
            uniqueValueCount: schema?["n_unique_seed_values"]?.integerValue)
    }
}

extension AttributeTable {
    /// The names that the file of personas may have in a data set, the first that is there wins.
    package static let personasFileNames = ["dataset_personas.jsonl", "personas.jsonl"]

    /// The name of the schema in a data set.
    package static let schemaFileName = "attribute_schema.json"
}

/// The file of personas that a file or the folder of a data set stands for.
package func personasFile(at location: URL) throws -> URL {
    guard location.isExistingFolder else { return location }
    let files = AttributeTable.personasFileNames.map { location.appending(path: $0) }
    guard let file = files.first(where: \.isExistingFile) else {
        throw AnalysisError.noPersonasIn(location.path, names: AttributeTable.personasFileNames)
    }
    return file
}

private func readAttributeFile(_ file: URL) throws -> [UInt8] {
    do {
        return Array(try Data(contentsOf: file))
    } catch {
        throw AnalysisError.cannotReadFile(file.path, underlying: error)
    }
}

extension URL {
    /// Whether there is a folder.
    var isExistingFolder: Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// Whether there is something that is no folder.
    var isExistingFile: Bool {
        FileManager.default.fileExists(atPath: path) && !isExistingFolder
    }
}
