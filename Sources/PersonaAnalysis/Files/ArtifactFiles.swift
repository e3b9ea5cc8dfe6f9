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

    /// Writes both files; a reader, or a crash, meets the old pair, the new one, or no description.
    ///
    /// New tensors never lie under an old description, which nothing could tell: the old one is taken
    /// away before they are moved to their place.
    ///
    /// - Parameters:
    ///   - values: the tensors.
    ///   - object: the description.
    ///   - betweenFiles: called when the tensors are in their place and the description is not;
    ///     throws to stop there, as a crash would.
    /// - Throws: ``AnalysisError`` with code `notWritten`; no file is half written then, and nothing
    ///   lies beside them.
    func write(
        _ values: [TensorToWrite], description object: JSONObject,
        betweenFiles: () throws -> Void = {}
    ) throws {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            let pending = try SafetensorsWriter.prepare(
                values, at: tensors.path, durability: .full)
            defer { pending.discard() }
            let json = try AtomicFile.prepare(at: description.path, durability: .full) {
                (output) throws(SafetensorsError) in
                try output.append(JSONValue.object(object).indentedBytes)
            }
            defer { json.discard() }
            try removeDescription()
            try pending.commit()
            try betweenFiles()
            try json.commit()
            try AtomicFile.syncFolder(folder.path)
        } catch {
            throw AnalysisError.cannotSave(noun, to: folder.path, underlying: error)
        }
    }

    private var folder: URL { tensors.deletingLastPathComponent() }

    /// Takes the old description away for good, so that not even a power cut brings it back.
    private func removeDescription() throws {
        guard !description.isExistingFolder else {
            throw AnalysisError.descriptionIsFolder(description.path)
        }
        // A link to nothing is no existing file, and is replaced all the same.
        guard description.isExistingFile else { return }
        try FileManager.default.removeItem(at: description)
        try AtomicFile.syncFolder(folder.path)
    }

    /// Reads the description and opens the tensors.
    ///
    /// - Parameter betweenFiles: called when the description is read and the tensors are not open.
    /// - Returns: the description's members and the tensors, which belong together.
    /// - Throws: ``AnalysisError`` with code `notFound` when a file is missing and
    ///   `invalidArtifact` when one is not what its name says, or the files are being replaced.
    func read(
        betweenFiles: () throws -> Void = {}
    ) throws -> (description: ArtifactFields, tensors: ArtifactTensors) {
        for file in [description, tensors] where !file.isExistingFile {
            throw AnalysisError.artifactFileMissing(
                file.lastPathComponent, noun: noun,
                folder: file.deletingLastPathComponent().path,
                names: [description.lastPathComponent, tensors.lastPathComponent])
        }
        let bytes = try readDescription()
        let fields = try fields(of: bytes)
        try betweenFiles()
        let file: SafetensorsFile
        do {
            file = try SafetensorsFile(path: tensors.path)
        } catch {
            throw AnalysisError.unreadableTensors(
                noun, path: tensors.path, reason: error.message, underlying: error)
        }
        // A description that is still there was there all the time, and so were its tensors.
        guard (try? readDescription()) == bytes else {
            throw AnalysisError.artifactReplaced(noun, folder: folder.path)
        }
        return (fields, ArtifactTensors(file: file, noun: noun))
    }

    private func readDescription() throws(AnalysisError) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: description))
        } catch {
            throw .cannotReadFile(description.path, underlying: error)
        }
    }

    private func fields(of bytes: [UInt8]) throws(AnalysisError) -> ArtifactFields {
        let path = description.path
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
