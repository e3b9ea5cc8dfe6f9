import Foundation
import Safetensors

/// Files made by other programs, at `Tests/Fixtures/safetensors`.
enum Fixture {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/safetensors")

    static func path(_ relative: String) -> String {
        folder.appending(path: relative).path
    }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder))
            .filter { $0.hasSuffix(".safetensors") }
            .map { String($0.dropLast(".safetensors".count)) }
            .sorted()
    }
}

/// A folder that is removed when the value goes out of scope.
final class TemporaryFolder {
    let path: String

    init() throws {
        let template = FileManager.default.temporaryDirectory.appending(path: "safetensors-tests")
        path = template.path + "-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }
}

/// A file as bytes: the length field, the header, then zeros as data.
func fileBytes(header: String, dataCount: Int = 0) -> [UInt8] {
    let length = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8)
        + Array(repeating: 0, count: dataCount)
}

/// The error that `body` throws, nil when it throws none.
func failure(of body: () throws -> Void) -> SafetensorsError? {
    do {
        try body()
        return nil
    } catch {
        return error as? SafetensorsError
    }
}
