import Foundation
import Testing

@testable import PersonaVectors

/// Writers in many processes lose nothing of each other's, and readers never meet half a file.
@Suite struct ConcurrencyTests {
    @Test func eightProcessesLoseNothingAndNoReaderSeesABrokenFile() throws {
        let folder = try TemporaryFolder()
        let writers = try (0..<8).map { writer in
            try Exerciser.start(
                ["save", folder.url.path, "templated", "w\(writer)", "100", "processCrash"])
        }
        let manifest = folder.url.appending(path: "test__model/answer_mean/templated/manifest.json")
        var counts: [Int] = []
        while writers.contains(where: \.isRunning) {
            // As another program reads it: the whole file, no lock, no cache.
            guard let data = FileManager.default.contents(atPath: manifest.path) else { continue }
            let personas = try #require(try parseJSON(Array(data))["personas"]?.objectValue)
            counts.append(personas.keys.count)
            if let last = personas.keys.last {
                let store = try PersonaVectorStore.test(folder.url)
                #expect(try store.load(.templated, personaID: last.string).layerCount == 3)
            }
        }
        for writer in writers { #expect(writer.terminationStatus == 0) }
        #expect(counts == counts.sorted())
        let store = try PersonaVectorStore.test(folder.url)
        #expect(try store.listPersonas(variants: [.templated]).count == 800)
        #expect(try store.verify().isClean)
    }

    @Test func threadsOfOneProcessLoseNothingEither() async throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        try await withThrowingTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for index in 0..<25 { try store.save("t\(task)-\(index)") }
                    _ = try store.listPersonas(variants: [.templated])
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.listPersonas(variants: [.templated]).count == 200)
        #expect(try store.verify().isClean)
    }

    @Test func storesOverOneFolderSeeEachOthersChanges() throws {
        let folder = try TemporaryFolder()
        let (one, other) = (
            try PersonaVectorStore.test(folder.url), try PersonaVectorStore.test(folder.url)
        )
        for index in 0..<200 {
            try (index % 2 == 0 ? one : other).save("p\(index)", value: Float(index))
            #expect(try one.listPersonas(variants: [.templated]).count == index + 1)
            #expect(try other.listPersonas(variants: [.templated]).count == index + 1)
        }
        #expect(try one.verify().isClean)
    }

    /// The original rewrites its manifest in place: another size or time, the same inode.
    @Test func aManifestRewrittenInPlaceIsReadAgain() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        try store.save("aa")
        let path = folder.url.appending(path: "test__model/answer_mean/templated/manifest.json")
        for id in ["bb", "cc", "dd"] {
            let handle = try FileHandle(forUpdating: path)
            let old = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
            let current = try store.listPersonas(variants: [.templated])[0]
            try handle.seek(toOffset: 0)
            handle.write(
                Data(old.replacingOccurrences(of: "\"\(current)\"", with: "\"\(id)\"").utf8))
            try handle.close()
            #expect(try store.listPersonas(variants: [.templated]) == [id])
        }
    }
}
