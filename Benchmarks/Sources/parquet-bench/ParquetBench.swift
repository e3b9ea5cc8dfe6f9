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
        try bench.readingOneRow()
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
        let peers = try Peer.times(
            script: "parquet_read.py", arguments: [path("plain"), path("datasets")])
        let rows = try value("datasets rows", in: peers)
        try readingIntoABlockAtHand(
            pyarrow: try value("pyarrow to numpy, an array at hand", in: peers), rows: rows)
        try readingIntoFreshMemory(
            pyarrow: try value("pyarrow to numpy", in: peers), rows: rows)
        var report = Report("What the others took for it")
        for peer in peers.sorted(by: { $0.key < $1.key }) {
            report.add(peer.key, peer.value, bytes: shard.byteCount)
        }
        report.print()
    }

    /// One block, as for shard after shard; what the machine takes for fresh memory is left out on
    /// both sides.
    private func readingIntoABlockAtHand(
        pyarrow: (name: String, Timing), rows: (name: String, Timing)
    ) throws {
        var report = Report("All vectors of the shard into a block of memory at hand")
        let bytes = shard.byteCount
        let raw = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 2 << 20)
        defer { raw.deallocate() }
        let block = raw.bindMemory(to: Float.self)
        block.initialize(repeating: 0)
        let copy = try Timing.of { try readBytes(into: raw) }
        for file in ["plain", "zstd", "datasets"] {
            let time = try Timing.of {
                try ParquetFile(path: path(file)).decodeVectors(
                    "vector", shape: shard.shape, into: block)
            }
            let isPlain = file == "plain"
            report.add(
                "ours, \(file)", time, bytes: bytes, peer: pyarrow, promise: isPlain ? 10 : nil)
            guard isPlain else { continue }
            report.add("ours, \(file)", time, bytes: bytes, peer: rows, promise: 30)
            report.add(
                "ours, \(file)", time, bytes: bytes, peer: ("a plain read of as many bytes", copy),
                promise: 0.5)
        }
        report.add("a plain read of as many bytes", copy, bytes: bytes)
        report.print()
    }

    private func readingIntoFreshMemory(
        pyarrow: (name: String, Timing), rows: (name: String, Timing)
    ) throws {
        var report = Report("All vectors of the shard into fresh memory")
        let bytes = shard.byteCount
        let copy = try Timing.of {
            _ = try AlignedBytes(count: bytes) { (block: UnsafeMutableRawBufferPointer) throws in
                try readBytes(into: block)
            }
        }
        for file in ["plain", "zstd", "datasets"] {
            let time = try Timing.of {
                _ = try ParquetFile(path: path(file)).vectors("vector")
            }
            report.add("ours, \(file)", time, bytes: bytes, peer: pyarrow)
            report.add("ours, \(file)", time, bytes: bytes, peer: rows)
            guard file == "plain" else { continue }
            report.add(
                "ours, \(file)", time, bytes: bytes, peer: ("a plain read of as many bytes", copy),
                promise: 0.5)
        }
        report.add("a plain read of as many bytes", copy, bytes: bytes)
        report.print()
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

    /// What a reader that need not understand the file would do.
    private func readBytes(into block: UnsafeMutableRawBufferPointer) throws {
        let file = try FileHandle(forReadingFrom: URL(filePath: path("plain")))
        guard
            pread(file.fileDescriptor, block.baseAddress, shard.byteCount, 0) == shard.byteCount
        else { throw CocoaError(.fileReadUnknown) }
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
