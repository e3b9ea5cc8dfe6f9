import Foundation

/// The files that travel: one of 500 MB, and a small one by which each side opens its connections
/// and loads its code before the clock starts.
struct Shards {
    static let small = "small.parquet"
    static let large = "large.parquet"

    let folder: URL
    let largeSize: Int

    /// Writes both; what is in them does not matter, for nothing here compresses.
    init(in folder: URL, largeSize: Int) throws {
        self.folder = folder
        self.largeSize = largeSize
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in [Self.small, Self.large] { try write(name) }
    }

    func url(_ name: String) -> URL { folder.appending(path: name) }

    func size(of name: String) -> Int { name == Self.large ? largeSize : 1 << 20 }

    private func write(_ name: String) throws {
        let block = Data((0..<(1 << 20)).map { _ in UInt8.random(in: 0...255) })
        try Data().write(to: url(name))
        let file = try FileHandle(forWritingTo: url(name))
        var left = size(of: name)
        while left > 0 {
            try file.write(contentsOf: block.prefix(left))
            left -= min(left, block.count)
        }
        try file.close()
    }
}
