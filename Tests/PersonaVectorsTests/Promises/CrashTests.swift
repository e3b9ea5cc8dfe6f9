import Foundation
import PersonaVectorsTesting
import Testing

@testable import PersonaVectors

/// A writer that is killed at any moment leaves every save that it had acknowledged.
@Suite struct CrashTests {
    /// `PERSONA_VECTORS_KILLS` asks for a longer run (`make test-crash`).
    static let kills =
        ProcessInfo.processInfo.environment["PERSONA_VECTORS_KILLS"].flatMap { Int($0) } ?? 200

    @Test func everyAcknowledgedSaveOutlivesAKill() throws {
        let folder = try TemporaryFolder()
        var generator = SystemRandomNumberGenerator()
        var acknowledged: [String] = []
        for round in 0..<Self.kills {
            let new = try acknowledgedBeforeKill(
                folder.url, prefix: "round\(round)",
                after: Int.random(in: 0..<12, using: &generator),
                spinning: .microseconds(Int.random(in: 0..<1500, using: &generator)))
            acknowledged += new
            let store = try PersonaVectorStore.test(folder.url)
            let listed = Set(try store.listPersonas(variants: [.templated]))
            #expect(listed.isSuperset(of: acknowledged))
            for id in new {
                let index = try #require(id.split(separator: "-").last.flatMap { Float($0) })
                let values = try store.load(.templated, personaID: id).floats()
                #expect(values == [Float](repeating: index, count: 12))
            }
        }
        #expect(acknowledged.count > Self.kills)
        try checkWithPython(folder.url, acknowledged)
        try checkNothingIsLeft(folder.url)
    }

    /// Runs a writer until it has acknowledged some saves and a little longer, then kills it.
    private func acknowledgedBeforeKill(
        _ root: URL, prefix: String, after count: Int, spinning duration: Duration
    ) throws -> [String] {
        let process = try Exerciser.start(
            ["save", root.path, "templated", prefix, "1000", "processCrash"])
        let pipe = try #require(process.standardOutput as? Pipe)
        var output = Data()
        while output.count(where: { $0 == UInt8(ascii: "\n") }) < count {
            let piece = pipe.fileHandleForReading.availableData
            if piece.isEmpty { break }
            output += piece
        }
        // Spinning, not sleeping: a sleep ends on a tick, and the kill shall hit any moment.
        let end = ContinuousClock.now.advanced(by: duration)
        while ContinuousClock.now < end {}
        kill(process.processIdentifier, SIGKILL)
        output += try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let lines = String(decoding: output, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        // What follows the last line break was not acknowledged whole.
        return lines.dropLast().map(String.init)
    }

    private func checkWithPython(_ root: URL, _ acknowledged: [String]) throws {
        let folder = root.appending(path: "test__model/answer_mean/templated")
        let list = root.appending(path: "acknowledged.txt")
        try Data(acknowledged.joined(separator: "\n").utf8).write(to: list)
        let answer = try InteropPython.run(
            script: "store_peer.py", arguments: ["check", folder.path, list.path])
        let text = String(decoding: answer, as: UTF8.self)
        #expect(text == "\(acknowledged.count) acknowledged, all there\n")
    }

    /// The next writer removes what the killed ones left; then the store is clean.
    private func checkNothingIsLeft(_ root: URL) throws {
        let store = try PersonaVectorStore.test(root)
        try store.save(
            .filled(0, layerCount: 3), variant: .templated, personaID: "last", personaName: "L")
        let folder = root.appending(path: "test__model/answer_mean/templated").path
        let hidden = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix(".") && $0 != FolderLock.fileName }
        #expect(hidden == [])
        // A kill between the tensor's rename and the manifest's leaves a file that nobody was
        // promised; it describes itself.
        let findings = try store.verify().findings
        #expect(findings.allSatisfy { $0.kind == .orphaned })
        #expect(try store.repair().remaining.isEmpty)
    }
}
