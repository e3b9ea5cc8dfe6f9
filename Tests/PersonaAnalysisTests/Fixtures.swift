import Foundation

/// The files under `Tests/Fixtures`, found from where this source lies.
enum Fixtures {
    static func url(_ path: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures").appending(path: path)
    }

    /// Reads `train_idx` into `trainIdx`, as the fixtures' Python names become Swift ones.
    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
