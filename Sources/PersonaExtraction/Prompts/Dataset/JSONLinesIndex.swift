import Foundation
import PersonaVectors

/// Where the rows of each persona stand in a file of JSON lines.
///
/// The file is read once, for line ends and the `id` that each line begins with; rows are parsed
/// when somebody asks for them. A gigabyte of questions is indexed in about a second and takes no
/// memory that the system could not take back.
struct JSONLinesIndex: Sendable {
    let file: JSONLinesFile
    /// The ids in order of first appearance.
    private(set) var ids: [ExactString] = []
    /// For each id stretches of neighbouring lines.
    private var stretches: [ExactString: [Range<Int>]] = [:]

    /// Indexes a file.
    ///
    /// - Parameters:
    ///   - location: the file.
    ///   - rowCount: how many rows are indexed; nil means all.
    /// - Throws: ``ExtractionError`` with code `datasetNotFound`, or `invalidDataset` for a line
    ///   without an id.
    init(contentsOf location: URL, rowCount: Int? = nil) throws(ExtractionError) {
        let file = try JSONLinesFile(contentsOf: location)
        self.file = file
        try file.withBytes { bytes throws(ExtractionError) in
            try scan(bytes, rowCount: rowCount ?? .max)
        }
    }

    private mutating func scan(
        _ bytes: UnsafeRawBufferPointer, rowCount: Int
    ) throws(ExtractionError) {
        var current: (id: ExactString, stretch: Range<Int>)?
        var position = 0
        var count = 0
        while count < rowCount, let line = JSONLinesFile.nextLine(in: bytes, from: position) {
            let id = try id(of: UnsafeRawBufferPointer(rebasing: bytes[line]), at: line.lowerBound)
            if let last = current, last.id == id {
                current = (id, last.stretch.lowerBound..<line.upperBound)
            } else {
                add(current)
                current = (id, line)
            }
            position = line.upperBound + 1
            count += 1
        }
        add(current)
    }

    private mutating func add(_ found: (id: ExactString, stretch: Range<Int>)?) {
        guard let (id, stretch) = found else { return }
        if stretches[id] == nil { ids.append(id) }
        stretches[id, default: []].append(stretch)
    }

    private func id(
        of line: UnsafeRawBufferPointer, at offset: Int
    ) throws(ExtractionError) -> ExactString {
        let value: JSONValue?
        do throws(JSONSyntaxError) {
            value = try JSONValue.member("id", ofObjectIn: line)
        } catch {
            throw .rowNotJSON(
                file.place(of: offset), reason: error.description, path: file.path)
        }
        guard case .string(let id)? = value else {
            throw .rowMember(
                "id", found: value?.singleLineText, needed: "a string",
                place: file.place(of: offset), path: file.path)
        }
        return id
    }

    /// Whether there are rows with an id.
    func contains(_ id: String) -> Bool {
        stretches[ExactString(id)] != nil
    }

    /// A member of the last row with an id, without what follows it in the row; nil when it is not
    /// there or cannot be read, which is for ``rows(of:)`` to explain.
    func lastMember(_ key: ExactString, of id: String) -> JSONValue? {
        guard let stretch = stretches[ExactString(id)]?.last,
            let line = file.lines(in: stretch).last
        else { return nil }
        return file.withBytes { bytes in
            try? JSONValue.member(
                key, ofObjectIn: UnsafeRawBufferPointer(rebasing: bytes[line]))
        }
    }

    /// The rows with an id, parsed, in the order of the file.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidDataset`.
    /// - Complexity: O(bytes of these rows).
    func rows(of id: String) throws(ExtractionError) -> [DatasetRow] {
        var rows: [DatasetRow] = []
        for stretch in stretches[ExactString(id)] ?? [] {
            for line in file.lines(in: stretch) { rows.append(try file.row(at: line)) }
        }
        return rows
    }
}
