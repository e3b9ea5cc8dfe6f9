import PersonaVectors
import Safetensors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads a list of personas: JSON lines with `id`, `name`, `sample_ids` and either `file` or
/// `vector`, and perhaps `variant`.
///
/// Paths are relative to the list. Keys that are not known are ignored, so that a list may carry
/// what other programs need.
struct VectorListReader {
    let options: ImportedVectorOptions

    /// The vectors of a list; all lines that cannot be read are reported.
    func read(_ path: String) throws -> [(PersonaVectorToSave, PromptVariant?)] {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw CommandFailure.unreadable(path, error)
        }
        var vectors: [(PersonaVectorToSave, PromptVariant?)] = []
        var failures: [any Error] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated()
        where !line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
            do {
                vectors.append(
                    try entry(Array(line), place: "\(path), line \(index + 1)", list: path))
            } catch {
                failures.append(error)
            }
        }
        if let failure = failures.first {
            throw failures.count == 1 ? failure : CommandFailures(failures: failures)
        }
        guard !vectors.isEmpty else { throw CommandFailure.emptySource(path) }
        return vectors
    }

    private func entry(
        _ line: [UInt8], place: String, list: String
    ) throws -> (PersonaVectorToSave, PromptVariant?) {
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: line)
        } catch {
            throw CommandFailure.lineNotJSON(place, reason: error.reason, offset: error.offset)
        }
        guard let object = value.objectValue else { throw CommandFailure.lineNotObject(place) }
        let fields = LineFields(object: object, place: place)
        guard let id = try fields.string("id") ?? fields.string("persona_id") else {
            throw CommandFailure.lineLacks("id", place)
        }
        let found = try vector(fields, list: list)
        return (
            PersonaVectorToSave(
                personaID: id, personaName: try fields.string("name") ?? id,
                vector: found.vector, sampleIDs: try fields.strings("sample_ids") ?? [],
                provenance: found.provenance),
            try fields.string("variant").map { PromptVariant(rawValue: $0) }
        )
    }

    private func vector(
        _ fields: LineFields, list: String
    ) throws -> (vector: PersonaVector, provenance: VectorProvenance) {
        if let rows = try fields.rows("vector") {
            let isDouble = try fields.string("dtype") == TensorDType.float64.rawValue
            let vector = try isDouble ? Self.doubles(rows) : Self.floats(rows)
            return (
                options.dropEmbeddingRow ? try vector.droppingFirstRow() : vector,
                VectorProvenance()
            )
        }
        guard let file = try fields.string("file") else {
            throw CommandFailure.lineLacks("file", fields.place)
        }
        var fileOptions = options
        fileOptions.tensor = try fields.string("tensor") ?? options.tensor
        let path = file.hasPrefix("/") ? file : folder(of: list) + file
        let found: [PersonaVectorToSave]
        do {
            found = try VectorFileReader(options: fileOptions).read(path)
        } catch {
            throw CommandFailure.inLine(fields.place, error)
        }
        guard found.count == 1, let only = found.first else {
            throw CommandFailure.lineFileAmbiguous(fields.place, path: path, count: found.count)
        }
        return (only.vector, only.provenance)
    }

    private static func floats(_ rows: [[Double]]) throws -> PersonaVector {
        try PersonaVector(layers: rows.map { row in row.map { Float($0) } })
    }

    private static func doubles(_ rows: [[Double]]) throws -> PersonaVector {
        // Made of rows first, which refuses those of different length.
        let shape = try floats(rows)
        let bytes = rows.joined().flatMap { number in
            withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
        }
        return try PersonaVector(
            bytes: bytes, dtype: .float64, layerCount: shape.layerCount,
            hiddenSize: shape.hiddenSize)
    }

    private func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}

/// The fields of one line, checked as they are taken.
private struct LineFields {
    let object: JSONObject
    let place: String

    private func value(_ key: String) -> JSONValue? {
        let value = object[ExactString(key)]
        return value == .null ? nil : value
    }

    func string(_ key: String) throws -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.stringValue else {
            throw CommandFailure.lineField(key, place, "a string")
        }
        return text
    }

    func strings(_ key: String) throws -> [String]? {
        guard let value = value(key) else { return nil }
        let texts = value.arrayValue?.compactMap(\.stringValue)
        guard let texts, texts.count == value.arrayValue?.count else {
            throw CommandFailure.lineField(key, place, "an array of strings")
        }
        return texts
    }

    func rows(_ key: String) throws -> [[Double]]? {
        guard let value = value(key) else { return nil }
        let rows = value.arrayValue?.compactMap { row -> [Double]? in
            let numbers = row.arrayValue?.compactMap(\.doubleValue)
            return numbers?.count == row.arrayValue?.count ? numbers : nil
        }
        guard let rows, rows.count == value.arrayValue?.count else {
            throw CommandFailure.lineField(key, place, "an array of arrays of numbers, one a layer")
        }
        return rows
    }
}
