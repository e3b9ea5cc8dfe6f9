import AlignedMemory
import Foundation
import Parquet

/// The files of `Tests/Fixtures` and their answers.
enum Fixtures {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

    static func path(_ relative: String) -> String {
        folder.appending(path: relative).path(percentEncoded: false)
    }

    static func data(_ relative: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: relative))
    }

    static func answers<T: Decodable>(_ relative: String, as type: T.Type) throws -> T {
        try decode(type, from: data(relative))
    }

    /// Decodes the answers of a Python program, whose names have underscores.
    static func decode<T: Decodable>(_ type: T.Type, from data: Data) throws -> T {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: data)
    }
}

/// A folder that is gone when the test is over; a class for its `deinit`.
final class TemporaryFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "parquet-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String {
        url.appending(path: name).path(percentEncoded: false)
    }

    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.path(percentEncoded: false))
    }
}

extension ParquetFile {
    /// The rows of the column `vector`, each by itself.
    func rows(_ rows: [Int]? = nil) throws -> [[Float]] {
        guard let shape = try vectorShape("vector") else { return [] }
        let block = try vectors("vector", rows: rows)
        return (0..<block.count / shape.count).map { row in
            block[row * shape.count..<(row + 1) * shape.count]
        }
    }
}

/// What `body` throws; nil when it returns.
func failure<T>(of body: () throws -> T) -> ParquetError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? ParquetError
    }
}
