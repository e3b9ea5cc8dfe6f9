import Foundation
import Testing

@testable import PersonaVectors

/// What reaches the disk before what, as the kernel sees it.
@Suite struct DurabilityTests {
    private static let trace = [
        "strace", "-f", "-y", "-e", "trace=fsync,fdatasync,rename,renameat2",
    ]

    static let canTrace: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["strace", "-o", "/dev/null", "true"]
        process.standardError = nil
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// The calls of a run, each as `flush file`, `flush folder`, `rename tensor` or
    /// `rename manifest`.
    private func steps(_ root: URL, count: Int, durability: String) throws -> [String] {
        let log = root.appending(path: "trace.log")
        let outcome = try Exerciser.run(
            ["save", root.path, "templated", "p", "\(count)", durability],
            wrapper: Self.trace + ["-o", log.path])
        try #require(outcome.status == 0, "\(outcome.complaint)")
        let lines = String(decoding: try Data(contentsOf: log), as: UTF8.self)
            .split(separator: "\n").filter { $0.contains("answer_mean") && $0.hasSuffix(" = 0") }
        return lines.map { line in
            if line.contains("rename") {
                return line.contains("/manifest.json\"") ? "rename manifest" : "rename tensor"
            }
            return line.contains("/templated>") ? "flush folder" : "flush file"
        }
    }

    @Test(.enabled(if: canTrace, "needs strace and the right to trace"))
    func fullDurabilityFlushesEachFileBeforeItsNameAndTheManifestLast() throws {
        let folder = try TemporaryFolder()
        // The first save makes a manifest; later ones would go through the hidden copy.
        let save = [
            "flush file", "flush file", "rename tensor", "flush folder", "rename manifest",
            "flush folder",
        ]
        #expect(try steps(folder.url, count: 1, durability: "full") == save)
        let long = try steps(folder.url, count: 60, durability: "full")
        // Through the hidden copy, too, nothing gets its name before its bytes are flushed.
        #expect(long.suffix(save.count) == save[...])
    }

    @Test(.enabled(if: canTrace, "needs strace and the right to trace"))
    func withoutItNothingIsFlushed() throws {
        let folder = try TemporaryFolder()
        let steps = try steps(folder.url, count: 1, durability: "processCrash")
        #expect(steps == ["rename tensor", "rename manifest"])
    }
}
