import Foundation
import PersonaVectorsTesting
import Testing

@testable import PersonaVectors

/// Adding to a long manifest goes through a hidden copy; nobody may notice.
@Suite struct ManifestReplicaTests {
    private let sampleIDs = (0..<50).map { "sample-\($0)" }

    private func variantFolder(_ folder: TemporaryFolder) -> URL {
        folder.url.appending(path: "test__model/answer_mean/templated")
    }

    private func manifest(_ folder: TemporaryFolder) throws -> [UInt8] {
        Array(try Data(contentsOf: variantFolder(folder).appending(path: "manifest.json")))
    }

    private func hiddenNames(_ folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: variantFolder(folder).path)
            .filter(ManifestReplica.owns)
    }

    /// What the manifest must be: what a batch of the same items writes at once.
    private func expected(_ count: Int) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        try store.saveBatch(
            (0..<count).map { index in
                PersonaVectorToSave(
                    personaID: "p\(index)", personaName: "Name é \(index)", vector: try .filled(1),
                    sampleIDs: sampleIDs)
            }, variant: .templated)
        return try manifest(folder)
    }

    private func save(_ index: Int, in store: PersonaVectorStore) throws {
        try store.save("p\(index)", name: "Name é \(index)", sampleIDs: sampleIDs)
    }

    @Test func theManifestIsTheSameAsWrittenAtOnce() throws {
        let folder = try TemporaryFolder()
        do {
            let store = try PersonaVectorStore.test(folder.url)
            for index in 0..<80 { try save(index, in: store) }
            #if os(Linux)
            #expect(try hiddenNames(folder).count == 1)
            #endif
        }
        #expect(try manifest(folder) == (try expected(80)))
        // The store has gone, and its copy with it.
        #expect(try hiddenNames(folder) == [])
    }

    @Test func aReaderThatIsSlowKeepsWhatItOpened() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        for index in 0..<60 { try save(index, in: store) }
        let path = variantFolder(folder).appending(path: "manifest.json")
        var readers: [(handle: FileHandle, bytes: Data)] = []
        for index in 60..<80 {
            readers.append((try FileHandle(forReadingFrom: path), try Data(contentsOf: path)))
            try save(index, in: store)
        }
        for reader in readers {
            #expect(try reader.handle.readToEnd() == reader.bytes)
        }
        #expect(try manifest(folder) == (try expected(80)))
    }

    @Test func aHardLinkThatSomebodyMadeIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        for index in 0..<60 { try save(index, in: store) }
        let path = variantFolder(folder).appending(path: "manifest.json")
        var backups: [(url: URL, bytes: Data)] = []
        for index in 60..<70 {
            let link = folder.url.appending(path: "backup-\(index)")
            try FileManager.default.linkItem(at: path, to: link)
            backups.append((link, try Data(contentsOf: link)))
            try save(index, in: store)
        }
        for backup in backups { #expect(try Data(contentsOf: backup.url) == backup.bytes) }
        #expect(try manifest(folder) == (try expected(70)))
    }

    @Test func aChangeByAnotherProgramIsNotUndone() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        for index in 0..<60 { try save(index, in: store) }
        let path = variantFolder(folder).appending(path: "manifest.json")
        for index in 60..<70 {
            // Python adds a key of its own, as the original would keep it.
            var object = try #require(try parseJSON(manifest(folder)).objectValue)
            object[ExactString("by-python-\(index)")] = .integer(index)
            try Data(JSONWriter.encode(.object(object), layout: .indented)).write(to: path)
            try save(index, in: store)
            try save(index + 100, in: store)
        }
        let after = try parseJSON(manifest(folder))
        #expect(after["personas"]?.objectValue?.keys.count == 80)
        #expect(after["by-python-69"] == .integer(69))
    }

    @Test func replacingAndAddingMayAlternate() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        for index in 0..<60 { try save(index, in: store) }
        for index in 60..<80 {
            try save(index, in: store)
            try store.save("p\(index - 30)", name: "Changed", sampleIDs: [])
            try save(index - 30, in: store)
            try store.save("extra\(index)")
            try store.remove(["extra\(index)"], variant: .templated)
        }
        #expect(try manifest(folder) == (try expected(80)))
    }
}
