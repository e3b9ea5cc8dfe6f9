import Foundation
import Testing

@testable import PersonaVectors

#if os(Linux)
/// What a bulk load reads and keeps, as the kernel counts it.
@Suite struct FrugalityTests {
    private func makeStore(
        _ root: URL, personaCount: Int, layerCount: Int, hiddenSize: Int
    ) throws {
        let store = try PersonaVectorStore.test(root)
        let vector = try PersonaVector.filled(
            0.5, layerCount: layerCount, hiddenSize: hiddenSize)
        try store.saveBatch(
            (0..<personaCount).map {
                PersonaVectorToSave(personaID: "p\($0)", personaName: "P", vector: vector)
            }, variant: .templated)
    }

    @Test func aSelectionOfLayersReadsOnlyTheirBytes() throws {
        let folder = try TemporaryFolder()
        try makeStore(folder.url, personaCount: 20, layerCount: 100, hiddenSize: 1000)
        let outcome = try Exerciser.run(["measure-reading", folder.url.path, "templated", "70"])
        let read = try #require(outcome.output.first.flatMap { Int($0) }, "\(outcome.complaint)")
        let row = 1000 * 4
        // A row and the first 4 KiB, where the header is, of each file; the files are 8 MB.
        #expect(read >= 20 * row)
        #expect(read < 20 * (row + 4500))
    }

    @Test func aBundleIsInMemoryOnce() throws {
        let folder = try TemporaryFolder()
        try makeStore(folder.url, personaCount: 64, layerCount: 64, hiddenSize: 8192)
        let outcome = try Exerciser.run(["measure-memory", folder.url.path, "templated"])
        let numbers = try #require(outcome.output.first, "\(outcome.complaint)").split(
            separator: " "
        )
        .compactMap { Int($0) }
        #expect(numbers[0] == 64 * 64 * 8192 * 4)
        #expect(Double(numbers[1]) <= 1.05 * Double(numbers[0]))
    }
}
#endif
