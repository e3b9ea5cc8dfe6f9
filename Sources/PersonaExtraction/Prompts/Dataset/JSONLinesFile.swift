import Foundation
import PersonaVectors

/// A mapped file of JSON objects, one a line; lines of white space alone are skipped.
///
/// Nothing is parsed until a row is asked for. The file must not be shortened while it is open.
struct JSONLinesFile: Sendable {
    let path: String
    private let data: Data

    init(contentsOf file: URL) throws(ExtractionError) {
        path = file.path
        do {
            data = try Data(contentsOf: file, options: .alwaysMapped)
        } catch {
            throw .datasetFileUnreadable(file.path, error)
        }
    }

    func withBytes<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        let result = data.withUnsafeBytes { bytes in
            Result { () throws(E) in try body(bytes) }
        }
        return try result.get()
    }

    /// The next line from `position` on that is not blank, without its line feed.
    static func nextLine(
        in bytes: UnsafeRawBufferPointer, from position: Int
    ) -> Range<Int>? {
        var start = position
        while start < bytes.count, let base = bytes.baseAddress {
            let feed = memchr(base + start, 0x0A, bytes.count - start)
            let end = feed.map { UnsafeRawPointer($0) - base } ?? bytes.count
            if !bytes[start..<end].allSatisfy(\.isBlank) { return start..<end }
            start = end + 1
        }
        return nil
    }

    /// The ranges of all lines in a part of the file.
    func lines(in part: Range<Int>) -> [Range<Int>] {
        withBytes { bytes in
            var lines: [Range<Int>] = []
            var position = part.lowerBound
            while let line = Self.nextLine(in: bytes, from: position),
                line.lowerBound < part.upperBound
            {
                lines.append(line)
                position = line.upperBound + 1
            }
            return lines
        }
    }

    /// All rows, parsed.
    func rows() throws(ExtractionError) -> [DatasetRow] {
        var rows: [DatasetRow] = []
        for line in lines(in: 0..<data.count) { rows.append(try row(at: line)) }
        return rows
    }

    /// The object in a line.
    func row(at line: Range<Int>) throws(ExtractionError) -> DatasetRow {
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: withBytes { Array($0[line]) })
        } catch {
            throw .rowNotJSON(place(of: line.lowerBound), reason: error.description, path: path)
        }
        guard let object = value.objectValue else {
            throw .rowNotJSON(
                place(of: line.lowerBound), reason: "an object is needed", path: path)
        }
        return DatasetRow(object: object, path: path) { place(of: line.lowerBound) }
    }

    /// `line 12 of personas.jsonl`, for messages.
    func place(of offset: Int) -> String {
        withBytes { bytes in
            let number = bytes[..<offset].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
            return "line \(number) of \(path)"
        }
    }
}

extension UInt8 {
    /// ASCII white space.
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
