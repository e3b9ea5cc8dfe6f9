import Foundation
import PersonaVectors

/// Reads the small files of a model folder.
enum ModelFile {
    /// The bytes of a file, nil when there is no file.
    ///
    /// - Throws: ``ExtractionError`` with code `modelNotFound` when it cannot be read.
    static func data(_ name: String, in folder: String) throws(ExtractionError) -> Data? {
        let path = folder + "/" + name
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .modelFileUnreadable(path, error)
        }
    }

    /// The members of a JSON file, nil when there is no file.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidConfig` when it holds no JSON object.
    static func json(_ name: String, in folder: String) throws(ExtractionError) -> JSONObject? {
        guard let data = try data(name, in: folder) else { return nil }
        let path = folder + "/" + name
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: Array(data))
        } catch {
            throw .configNotJSON(path, reason: error.reason, offset: error.offset)
        }
        guard let object = value.objectValue else {
            throw .configNotJSON(path, reason: "an object is needed", offset: 0)
        }
        return object
    }

    /// A JSON file, empty when there is no file.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidConfig` when it holds no JSON object.
    static func config(_ name: String, in folder: String) throws(ExtractionError) -> ConfigReader {
        ConfigReader(
            object: try json(name, in: folder) ?? JSONObject(), path: folder + "/" + name)
    }
}
