public import Foundation
import PersonaVectors

/// Personas and the questions put to them, as the data set `synth-persona` keeps them in a folder.
///
/// ```text
/// dataset_personas.jsonl, or personas.jsonl    a persona a line
/// dataset_qa.jsonl, or qa.jsonl                a question and answer a line, `id` is the persona's
/// implicit_shared_mc_bank.json                 optional: related questions by bank
/// question_registry.jsonl                      optional: topics and sets of questions
/// attribute_schema.json                        optional: what attributes there are; not read here
/// ```
///
/// Opening it reads every line's id and no more; personas and questions are parsed when they are
/// asked for, so that the gigabyte of the published set is no burden. The files must not be
/// shortened while they are in use.
public struct PersonaDataset: Sendable {
    /// The folder.
    public let folder: URL
    /// The personas, in the order of the file.
    public let personaIDs: [String]

    private let personas: JSONLinesIndex
    private let questions: JSONLinesIndex
    private let bank: [ExactString: [String]]
    private let registry: QuestionRegistry?

    /// The names that the persona file may have, and those of the questions.
    package static let fileNames = (
        personas: ["dataset_personas.jsonl", "personas.jsonl"],
        questions: ["dataset_qa.jsonl", "qa.jsonl"],
        optional: [
            "implicit_shared_mc_bank.json", "question_registry.jsonl", "attribute_schema.json",
        ]
    )

    /// Opens a data set.
    ///
    /// - Parameters:
    ///   - folder: the folder.
    ///   - sampleSize: how many personas are known, the first of the file; nil means all.
    /// - Throws: ``ExtractionError`` with code `datasetNotFound` when a file is missing or cannot
    ///   be read, `invalidDataset` for a line without an id, a broken bank or registry.
    /// - Complexity: O(bytes), about a second a gigabyte.
    public init(folder: URL, sampleSize: Int? = nil) throws(ExtractionError) {
        self.folder = folder
        let names = Self.fileNames
        personas = try JSONLinesIndex(
            contentsOf: Self.file(names.personas, in: folder), rowCount: sampleSize)
        questions = try JSONLinesIndex(contentsOf: Self.file(names.questions, in: folder))
        personaIDs = personas.ids.map(\.string)
        bank = try Self.bank(in: folder.appending(path: names.optional[0]))
        let registry = folder.appending(path: names.optional[1])
        let hasRegistry = FileManager.default.fileExists(atPath: registry.path)
        self.registry = hasRegistry ? try QuestionRegistry(contentsOf: registry) : nil
    }

    private static func file(_ names: [String], in folder: URL) throws(ExtractionError) -> URL {
        let files = names.map { folder.appending(path: $0) }
        guard let file = files.first(where: { FileManager.default.fileExists(atPath: $0.path) })
        else { throw .datasetFileMissing(names, folder: folder.path) }
        return file
    }

    /// Related questions by bank; empty when there is no such file.
    private static func bank(in location: URL) throws(ExtractionError) -> [ExactString: [String]] {
        guard FileManager.default.fileExists(atPath: location.path) else { return [:] }
        let data: Data
        do {
            data = try Data(contentsOf: location)
        } catch {
            throw .datasetFileUnreadable(location.path, error)
        }
        let root: JSONValue
        do throws(JSONSyntaxError) {
            root = try JSONValue(parsing: Array(data))
        } catch {
            throw .rowNotJSON(location.path, reason: error.description, path: location.path)
        }
        guard let items = root.objectValue?["items"]?.arrayValue else {
            throw .rowMember(
                "items", found: nil, needed: "an array", place: location.path,
                path: location.path)
        }
        var bank: [ExactString: [String]] = [:]
        for item in items {
            let row = DatasetRow(
                object: item.objectValue ?? JSONObject(), path: location.path,
                place: { location.path })
            bank[ExactString(try row.string("bank_id"))] = try row.strings("related_frq_qids")
        }
        return bank
    }

    /// The persona with an id; of rows with the same id the last one.
    ///
    /// - Throws: ``ExtractionError`` with code `personaNotFound`, or `invalidDataset` when its row
    ///   is not what the format demands.
    public func persona(_ id: String) throws(ExtractionError) -> Persona {
        guard let row = try personas.rows(of: id).last else {
            throw .personaNotFound(id, count: personaIDs.count, path: personas.file.path)
        }
        return try Persona(row)
    }

    /// The name of the persona with an id; cheaper than the persona, whose texts are not read.
    ///
    /// - Throws: as ``persona(_:)`` does.
    public func personaName(_ id: String) throws(ExtractionError) -> String {
        guard let attributes = personas.lastMember("persona", of: id)?.objectValue else {
            return try persona(id).name
        }
        return Persona(id: id, attributes: attributes, templatedView: "").name
    }

    /// The persona without attributes that others are compared with, whose id is
    /// `baselinePersonaID`; nil when the data set has none.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidDataset` when its row is not what the format
    ///   demands.
    public var baseline: Persona? {
        get throws(ExtractionError) {
            guard contains(baselinePersonaID) else { return nil }
            return try persona(baselinePersonaID)
        }
    }

    /// Whether there is a persona with an id.
    public func contains(_ personaID: String) -> Bool {
        personas.contains(personaID)
    }

    /// The questions put to a persona, in the order of the file.
    ///
    /// - Parameters:
    ///   - personaID: the persona.
    ///   - filter: which questions are wanted.
    /// - Returns: the questions; none when nothing passes, which is no error.
    /// - Throws: ``ExtractionError`` with code `personaNotFound`, `invalidDataset` when a row is
    ///   not what the format demands or the filter needs a registry that is empty,
    ///   `datasetNotFound` when it needs one that is not there.
    /// - Complexity: O(bytes of the persona's rows); they are parsed anew each time.
    public func questions(
        for personaID: String, matching filter: QAFilter = QAFilter()
    ) throws(ExtractionError) -> [QAPair] {
        guard contains(personaID) else {
            throw .personaNotFound(personaID, count: personaIDs.count, path: personas.file.path)
        }
        if filter.needsRegistry {
            guard let registry else { throw .registryMissing(folder.path) }
            guard !registry.isEmpty else { throw .registryEmpty(registry.path) }
        }
        var pairs: [QAPair] = []
        for row in try questions.rows(of: personaID) {
            let pair = try QAPair(row, bank: bank)
            if filter.accepts(pair, registry) { pairs.append(pair) }
        }
        return pairs
    }
}
