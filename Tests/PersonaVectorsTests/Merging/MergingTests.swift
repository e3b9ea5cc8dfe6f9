import Foundation
import Safetensors
import Testing

@testable import PersonaVectors

@Suite struct MergingTests {
    private func vector(
        _ id: String, _ value: Float, name: String = "Name", sampleIDs: [String] = []
    ) throws -> PersonaVectorToSave {
        PersonaVectorToSave(
            personaID: id, personaName: name, vector: try .filled(value), sampleIDs: sampleIDs)
    }

    @Test func addsWhatIsNewAndLeavesWhatIsTheSame() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        try store.save("a", value: 1, sampleIDs: ["s"])
        let report = try store.merge(
            [vector("b", 2), vector("a", 1, sampleIDs: ["s"])], variant: .templated)
        #expect(report == MergeReport(added: ["b"], unchanged: ["a"]))
        #expect(try store.listPersonas(variants: [.templated]) == ["a", "b"])
    }

    enum Change: CaseIterable {
        case value, dtype, name, samples, brokenFile
    }

    @Test(arguments: Change.allCases)
    func refusesOtherContentAndChangesNothing(_ change: Change) throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        try store.save("a", value: 1)
        var other = try vector("a", change == .value ? 2 : 1)
        switch change {
        case .value: break
        case .dtype:
            other = PersonaVectorToSave(
                personaID: "a", personaName: "Name",
                vector: try PersonaVector(
                    bytes: [UInt8](repeating: 0, count: 16), dtype: .float16, layerCount: 2,
                    hiddenSize: 4))
        case .name: other = try vector("a", 1, name: "Other")
        case .samples: other = try vector("a", 1, sampleIDs: ["s"])
        case .brokenFile:
            try Data("x".utf8).write(to: store.tensorFile(.templated, personaID: "a"))
        }
        let before = try folder.contents()
        let error = #expect(throws: ArtifactError.self) {
            try store.merge([vector("new", 3), other], variant: .templated)
        }
        #expect(error?.code == .conflict)
        #expect(
            error?.message
                == "'a' would be overwritten: test__model/answer_mean/templated has other content"
                + " under the same id. Pass --replace to overwrite it, or remove it first.")
        #expect(try folder.contents() == before)
        let report = try store.merge(
            [vector("new", 3), other], variant: .templated, onConflict: .replace)
        #expect(report == MergeReport(added: ["new"], replaced: ["a"]))
        #expect(try store.verify().isClean)
    }

    @Test func aDryRunWritesNothing() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        let report = try store.merge([vector("a", 1)], variant: .templated, isDryRun: true)
        #expect(report == MergeReport(added: ["a"]))
        #expect(try folder.contents().isEmpty)
    }

    @Test func refusesAnIDThatComesTwice() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        let error = #expect(throws: ArtifactError.self) {
            try store.merge([vector("a", 1), vector("a", 2)], variant: .templated)
        }
        #expect(error?.code == .invalidArgument)
        #expect(try folder.contents().isEmpty)
    }

    @Test func copiesEntriesWithKeysThatNobodyKnows() throws {
        let (from, to) = (try TemporaryFolder(), try TemporaryFolder())
        let source = try PersonaVectorStore.test(from.url)
        try source.save("b", value: 1, name: "B", sampleIDs: ["s"])
        try source.save("a", value: 2)
        let manifest = from.url.appending(
            path: "test__model/answer_mean/templated/manifest.json")
        let text = try String(contentsOf: manifest, encoding: .utf8)
            .replacingOccurrences(of: "\"name\": \"B\"", with: "\"mood\": 1, \"name\": \"B\"")
        try Data(text.utf8).write(to: manifest)
        let target = try PersonaVectorStore.test(to.url)
        #expect(
            try target.copy(.templated, from: source) == MergeReport(added: ["b", "a"]))
        let copied = try String(
            contentsOf: to.url.appending(
                path: "test__model/answer_mean/templated/manifest.json"), encoding: .utf8)
        #expect(copied.contains("\"mood\": 1"))
        #expect(
            try target.copy(.templated, from: source) == MergeReport(unchanged: ["b", "a"]))
        #expect(try target.compare(.templated, with: source).isEqual)
    }

    @Test func copiesOnlyWhatIsAskedFor() throws {
        let (from, to) = (try TemporaryFolder(), try TemporaryFolder())
        let source = try PersonaVectorStore.test(from.url)
        for id in ["a", "b", "c"] { try source.save(id) }
        let target = try PersonaVectorStore.test(to.url)
        #expect(
            try target.copy(.templated, from: source, personaIDs: ["c", "a", "c"])
                == MergeReport(added: ["c", "a"]))
        let error = #expect(throws: ArtifactError.self) {
            try target.copy(.templated, from: source, personaIDs: ["b", "d"])
        }
        #expect(error?.code == .notFound)
        #expect(try target.listPersonas(variants: [.templated]) == ["a", "c"])
    }

    @Test func exportsFilesThatDescribeThemselves() throws {
        let folder = try TemporaryFolder()
        let store = try PersonaVectorStore.test(folder.url)
        try store.save("ü", value: 3, name: "Ü", sampleIDs: ["s"])
        let path = folder.url.appending(path: "out.safetensors").path
        try store.exportFile(.templated, personaID: "ü", to: path)
        let read = try PersonaVectorToSave.read(safetensorsAt: path)
        #expect(read.map(\.personaID) == ["ü"])
        #expect(read[0].personaName == "Ü")
        #expect(read[0].sampleIDs == ["s"])
        #expect(read[0].provenance.modelID == "test/model")
        #expect(try read[0].vector.floats() == PersonaVector.filled(3).floats())
    }

    @Test func findsStoresWithoutManifests() throws {
        let folder = try TemporaryFolder()
        try PersonaVectorStore.test(folder.url).save("a")
        try PersonaVectorStore.test(folder.url, modelName: "x__y").save("a", variant: .biography)
        try FileManager.default.removeItem(
            at: folder.url.appending(path: "x__y/answer_mean/biography/manifest.json"))
        let found = try discoverStores(in: folder.url)
        #expect(found.map(\.modelName) == ["test/model", "x__y"])
        #expect(found.map(\.variants) == [[.templated], [.biography]])
        #expect(try discoverStores(in: folder.url.appending(path: "nowhere")).isEmpty)
    }
}
