import AlignedMemory
import BenchmarkSupport
import Foundation
import Parquet

/// Reading and writing the shard of a vector dataset, beside pyarrow and `datasets`.
@main
struct ParquetBench {
    let folder: String
    let shard: Shard

    static func main() throws {
        // On the disk that holds the project, as a shard at hand would be, and by then in the page
        // cache. Not in tmpfs: its pages are mapped one by one, which a file system on disk spares.
        let folder = URL(filePath: Peer.packageRoot + ".build/parquet-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bench = ParquetBench(
            folder: folder.path(percentEncoded: false), shard: try Shard())
        try bench.writing()
        try bench.reading()
    }

    func path(_ name: String) -> String { folder + "/" + name }

    func writing() throws {
        var report = Report("Building the Parquet file of 200 vectors of 42 × 3584 from memory")
        let plain = try Timing.of { try shard.write(to: path("plain"), compression: .none) }
        let zstd = try Timing.of { try shard.write(to: path("zstd"), compression: .zstd) }
        let peers = try Peer.times(script: "parquet_write.py", arguments: [path("datasets")])
        let peer = try value("Dataset.from_list().to_parquet", in: peers)
        report.add("ours, plain", plain, bytes: shard.byteCount, peer: peer, promise: 4)
        report.add("ours, zstd", zstd, bytes: shard.byteCount, peer: peer)
        report.add(peer.name, peer.1, bytes: shard.byteCount)
        report.print()
    }

    func reading() throws {
        var report = Report("All vectors of the shard into one block of memory")
        let bytes = shard.byteCount
        let copy = try Timing.of { try copyOnce() }
        let peers = try Peer.times(
            script: "parquet_read.py", arguments: [path("plain"), path("datasets")])
        let pyarrow = try value("pyarrow to numpy", in: peers)
        let rows = try value("datasets rows", in: peers)
        for (name, file) in [
            ("plain", "plain"), ("zstd", "zstd"), ("the file of datasets", "datasets"),
        ] {
            let time = try Timing.of {
                _ = try ParquetFile(path: path(file)).vectors("vector")
            }
            if file == "plain" {
                report.add(
                    "ours, \(name)", time, bytes: bytes, peer: ("a plain read of the file", copy),
                    promise: 0.5)
            }
            let promise: Double? = file == "plain" ? 10 : nil
            report.add("ours, \(name)", time, bytes: bytes, peer: pyarrow, promise: promise)
            report.add(
                "ours, \(name)", time, bytes: bytes, peer: rows, promise: promise.map { _ in 30 })
        }
        report.add("a plain read of the file", copy, bytes: bytes)
        for peer in peers.sorted(by: { $0.key < $1.key }) {
            report.add(peer.key, peer.value, bytes: bytes)
        }
        report.print()
        try readingOneRow()
    }

    func readingOneRow() throws {
        var report = Report("One vector of the shard, opening the file included")
        let bytes = shard.shape.count * 4
        let peers = try Peer.times(script: "parquet_read_row.py", arguments: [path("datasets")])
        let numpy = try value("datasets row as numpy", in: peers)
        for file in ["plain", "zstd", "datasets"] {
            let time = try Timing.of(runs: 31) {
                _ = try ParquetFile(path: path(file)).vectors("vector", rows: [150])
            }
            report.add("ours, \(file)", time, bytes: bytes, peer: numpy)
        }
        report.add(numpy.name + " (open before)", numpy.1, bytes: bytes)
        report.print()
    }

    /// What a reader that need not understand the file would do: all its bytes into fresh memory
    /// of the same kind.
    private func copyOnce() throws {
        let file = try FileHandle(forReadingFrom: URL(filePath: path("plain")))
        let count = Int(try file.seekToEnd())
        _ = try AlignedBytes(count: count) { (block: UnsafeMutableRawBufferPointer) throws in
            guard pread(file.fileDescriptor, block.baseAddress, count, 0) == count else {
                throw CocoaError(.fileReadUnknown)
            }
        }
    }

    private func value(
        _ name: String, in peers: [String: Timing]
    ) throws -> (name: String, Timing) {
        guard let time = peers[name] else {
            throw Peer.Failure("The peer did not time '\(name)'.")
        }
        return (name, time)
    }
}
