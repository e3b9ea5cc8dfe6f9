import BenchmarkSupport
import Foundation

/// The local store beside a Python script that does what the original does.
@main
enum StoreBench {
    static func main() async throws {
        let scratch = FileManager.default.temporaryDirectory
            .appending(path: "store-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let scale = CommandLine.arguments.contains("--quick") ? 10 : 1
        try SavingBench(scratch: scratch, scale: scale).run()
        try ListingBench(scratch: scratch, scale: scale).run()
        try await BundleBench(scratch: scratch, scale: scale).run()
        try StartUpBench().run()
    }
}
