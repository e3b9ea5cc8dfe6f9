import Foundation
import PersonaVectors
import Safetensors

/// The two files of a probe or a steering vector: tensors, and a JSON object that describes them.
struct ArtifactFiles: Sendable {
    /// What the two files make up, for messages: `probe`.
    let noun: String
    let tensors: URL
    let description: URL

    /// The files in `location`, which is their folder or one of them.
    init(noun: String, tensorsName: String, descriptionName: String, at location: URL) {
        let names = [tensorsName, descriptionName]
        let isFile = names.contains(location.lastPathComponent) && !location.isExistingFolder
        let folder = isFile ? location.deletingLastPathComponent() : location
        self.noun = noun
        tensors = folder.appending(path: tensorsName)
        description = folder.appending(path: descriptionName)
    }

    /// Writes both files; a reader meets the old pair or the new one's tensors before its
    /// description.
    ///
    /// - Throws: ``AnalysisError`` with code `notWritten`; no file is half written then.
    func write(_ values: [TensorToWrite], description object: JSONObject) throws {
        do {
            try FileManager.default.createDirectory(
                at: tensors.deletingLastPathComponent(), withIntermediateDirectories: true)
            let pending = try SafetensorsWriter.prepare(
                values, at: tensors.path, durability: .full)
            do {
                let json = try AtomicFile.prepare(at: description.path, durability: .full) {
                    (output) throws(SafetensorsError) in
                    try output.append(JSONValue.object(object).indentedBytes)
                }
                try pending.commit()
                try json.commit()
            } catch {
                pending.discard()
                throw error
            }
            try AtomicFile.syncFolder(tensors.deletingLastPathComponent().path)
        } catch {
            throw AnalysisError.cannotSave(
                noun, to: tensors.deletingLastPathComponent().path, underlying: error)
        }
    }

    /// Reads the description and opens the tensors.
    ///
    /// - Throws: ``AnalysisError`` with code `notFound` when a file is missing and
    ///   `invalidArtifact` when one is not what its name says.
    func read() throws -> (description: ArtifactFields, tensors: ArtifactTensors) {
        for file in [description, tensors] where !file.isExistingFile {
            throw AnalysisError.artifactFileMissing(
                file.lastPathComponent, noun: noun,
                folder: file.deletingLastPathComponent().path,
                names: [description.lastPathComponent, tensors.lastPathComponent])
        }
        let fields = try readFields()
        do {
            let file = try SafetensorsFile(path: tensors.path)
            return (fields, ArtifactTensors(file: file, noun: noun))
        } catch {
            throw AnalysisError.unreadableTensors(
                noun, path: tensors.path, reason: error.message, underlying: error)
        }
    }

    /// Reads the description alone.
    func readFields() throws(AnalysisError) -> ArtifactFields {
        let path = description.path
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: description))
        } catch {
            throw .cannotReadFile(path, underlying: error)
        }
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw .artifactNotJSON(noun, path: path, underlying: error)
        }
        guard let object = value.objectValue else {
            throw .artifactNotAnObject(noun, path: path)
        }
        return ArtifactFields(object: object, noun: noun, path: path)
    }
}

/// The members of an artifact's description, each asked for by name and type.
struct ArtifactFields: Sendable {
    let object: JSONObject
    let noun: String
    let path: String

    func string(_ key: ExactString) throws(AnalysisError) -> String {
        guard let text = object[key]?.stringValue else { throw wrong(key, needed: "a string") }
        return text
    }

    func count(_ key: ExactString) throws(AnalysisError) -> Int {
        guard let number = object[key]?.integerValue, number >= 0 else {
            throw wrong(key, needed: "a whole number that is not negative")
        }
        return number
    }

    func number(_ key: ExactString) throws(AnalysisError) -> Double {
        guard let number = object[key]?.doubleValue, number.isFinite else {
            throw wrong(key, needed: "a finite number")
        }
        return number
    }

    /// The strings of an array; nil for `null` and for no such key.
    func strings(_ key: ExactString) throws(AnalysisError) -> [String]? {
        guard let value = object[key], value != .null else { return nil }
        let strings = value.arrayValue?.compactMap(\.stringValue)
        guard let strings, strings.count == value.arrayValue?.count else {
            throw wrong(key, needed: "a list of strings, or null")
        }
        return strings
    }

    func wrong(_ key: ExactString, needed: String) -> AnalysisError {
        .artifactField(
            key.string, found: object[key]?.singleLineText, needed: needed, noun: noun, path: path)
    }
}

/// The tensors of an artifact, each asked for by name and shape.
struct ArtifactTensors: Sendable {
    let file: SafetensorsFile
    let noun: String

    func has(_ name: String) -> Bool { file.header[name] != nil }

    /// The shape of a tensor that must be there.
    func shape(_ name: String) throws -> [Int] {
        guard let info = file.header[name] else {
            throw AnalysisError.tensorMissing(name, noun: noun, path: file.path)
        }
        return info.shape
    }

    /// The finite values of a tensor of one shape.
    ///
    /// - Parameters:
    ///   - name: the tensor's name.
    ///   - shape: the shape that it must have.
    ///   - reason: why, for the message: `one value for each input feature`.
    /// - Returns: the values as `Float`, in row-major order.
    /// - Throws: ``AnalysisError`` with code `invalidArtifact`.
    func floats(_ name: String, shape: [Int], because reason: String) throws -> [Float] {
        let found = try self.shape(name)
        guard found == shape else {
            throw AnalysisError.tensorShape(
                name, found: found, needed: shape, reason: reason, noun: noun, path: file.path)
        }
        let values: [Float]
        do {
            values = try file.tensor(name).floats()
        } catch {
            throw AnalysisError.unreadableTensors(
                noun, path: file.path, reason: error.message, underlying: error)
        }
        if let position = values.firstIndex(where: { !$0.isFinite }) {
            throw AnalysisError.tensorNotFinite(
                name, value: values[position], position: position, noun: noun, path: file.path)
        }
        return values
    }
}
