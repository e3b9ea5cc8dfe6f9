import Foundation
import Safetensors
import Testing

@testable import PersonaVectors

@Suite struct VerificationTests {
    private func makeStore(_ folder: TemporaryFolder) throws -> PersonaVectorStore {
        let store = try PersonaVectorStore.test(folder.url)
        for (index, id) in ["a", "b", "c"].enumerated() {
            try store.save(id, value: Float(index), name: "Name \(id)", sampleIDs: ["q-\(id)"])
        }
        return store
    }

    private func file(_ folder: TemporaryFolder, _ name: String) -> URL {
        folder.url.appending(path: "test__model/answer_mean/templated/\(name)")
    }

    private func write(
        _ folder: TemporaryFolder, _ name: String, shape: [Int] = [2, 4],
        dtype: TensorDType = .float32, bytes: [UInt8]? = nil, metadata: [String: String] = [:]
    ) throws {
        let width = (dtype.bitWidth ?? 0) / 8
        let count = shape.reduce(1, *) * width
        try SafetensorsWriter.write(
            [
                TensorToWrite(
                    name: "activations", dtype: dtype, shape: shape,
                    bytes: bytes ?? [UInt8](repeating: 0, count: count))
            ], metadata: metadata, to: file(folder, name).path)
    }

    @Test func aGoodStoreIsClean() throws {
        let folder = try TemporaryFolder()
        let report = try makeStore(folder).verify()
        #expect(report.isClean)
        #expect(report.checkedCount == 3)
        #expect(report.digestCount == 3)
    }

    enum Damage: String, CaseIterable {
        case missing, orphaned, shape, dtype, digest, notANumber, infinity, misnamed, truncated
        case wrongTensor, manifest, noManifest, badName

        var kind: VerificationFinding.Kind {
            switch self {
            case .missing: .missing
            case .orphaned: .orphaned
            case .shape: .shapeDiffers
            case .dtype: .dtypeDiffers
            case .digest: .digestDiffers
            case .notANumber, .infinity: .notFinite
            case .misnamed: .misnamed
            case .truncated, .wrongTensor: .unreadable
            case .manifest, .noManifest: .invalidManifest
            case .badName: .invalidName
            }
        }
    }

    private func apply(_ damage: Damage, to folder: TemporaryFolder) throws {
        let files = FileManager.default
        let tensor = file(folder, "b.safetensors")
        switch damage {
        case .missing: try files.removeItem(at: tensor)
        case .orphaned: try write(folder, "d.safetensors")
        case .shape: try write(folder, "b.safetensors", shape: [3, 4])
        case .dtype:
            try write(folder, "b.safetensors", dtype: .float16, metadata: ["dtype": "F32"])
        case .digest:
            var bytes = Array(try Data(contentsOf: tensor))
            bytes[bytes.count - 1] ^= 1
            try Data(bytes).write(to: tensor)
        case .notANumber:
            try write(
                folder, "b.safetensors",
                bytes: [0, 0, 0xC0, 0x7F] + [UInt8](repeating: 0, count: 28))
        case .infinity:
            try write(
                folder, "b.safetensors",
                bytes: [UInt8](repeating: 0, count: 28) + [0, 0, 0x80, 0x7F])
        case .misnamed:
            try write(folder, "b.safetensors", metadata: ["persona_id": "c"])
        case .truncated:
            try Data(Data(contentsOf: tensor).dropLast()).write(to: tensor)
        case .wrongTensor:
            try SafetensorsWriter.write(
                [
                    TensorToWrite(
                        name: "other", shape: [2, 4], floats: [Float](repeating: 0, count: 8))
                ],
                to: tensor.path)
        case .manifest: try Data("{".utf8).write(to: file(folder, "manifest.json"))
        case .noManifest: try files.removeItem(at: file(folder, "manifest.json"))
        case .badName:
            let path = file(folder, "manifest.json")
            let text = String(decoding: try Data(contentsOf: path), as: UTF8.self)
            try Data(text.replacingOccurrences(of: "\"b\"", with: "\"../b\"").utf8).write(to: path)
        }
    }

    @Test(arguments: Damage.allCases)
    func everyDamageIsFound(_ damage: Damage) throws {
        let folder = try TemporaryFolder()
        let store = try makeStore(folder)
        try apply(damage, to: folder)
        let findings = try store.verify().findings
        #expect(findings.contains { $0.kind == damage.kind })
        #expect(findings.allSatisfy { !$0.message.isEmpty && $0.message.hasSuffix(".") })
        if damage != .manifest, damage != .noManifest {
            #expect(findings.first?.personaID != nil)
        }
    }

    @Test func aSentenceSaysWhatIsWrong() throws {
        let folder = try TemporaryFolder()
        let store = try makeStore(folder)
        try apply(.notANumber, to: folder)
        let path = file(folder, "b.safetensors").path
        #expect(
            try store.verify().findings.map(\.message) == [
                "The file \(path) is not as it should be: layer 0, feature 0 is NaN or infinite."
            ])
    }

    @Test(arguments: [Damage.manifest, .noManifest, .orphaned])
    func aLostManifestIsRebuiltFromTheFiles(_ damage: Damage) throws {
        let folder = try TemporaryFolder()
        let original = try makeStore(folder)
        let manifest = try Data(contentsOf: file(folder, "manifest.json"))
        if damage == .orphaned {
            // A stale manifest: as it was before the last save.
            let stale = try TemporaryFolder()
            let store = try PersonaVectorStore.test(stale.url)
            for (index, id) in ["a", "b"].enumerated() {
                try store.save(id, value: Float(index), name: "Name \(id)", sampleIDs: ["q-\(id)"])
            }
            try Data(contentsOf: file(stale, "manifest.json")).write(
                to: file(folder, "manifest.json"))
        } else {
            try apply(damage, to: folder)
        }
        let report = try original.repair()
        #expect(report.restored[.templated] == (damage == .orphaned ? ["c"] : ["a", "b", "c"]))
        #expect(report.remaining == [])
        #expect(report.backups.count == (damage == .noManifest ? 0 : 1))
        #expect(try Data(contentsOf: file(folder, "manifest.json")) == manifest)
        #expect(try original.load(.templated, personaID: "c").floats()[0] == 2)
    }

    @Test func entriesWithoutFilesAreDroppedAndKeptInTheBackup() throws {
        let folder = try TemporaryFolder()
        let store = try makeStore(folder)
        try apply(.missing, to: folder)
        let report = try store.repair()
        #expect(report.dropped == [.templated: ["b"]])
        #expect(try store.listPersonas(variants: [.templated]) == ["a", "c"])
        let backup = try #require(report.backups.first)
        #expect(try Data(contentsOf: URL(filePath: backup)).contains(Data("Name b".utf8)))
    }

    @Test func filesThatDescribeNothingAreReportedNotGuessed() throws {
        let folder = try TemporaryFolder()
        let store = try makeStore(folder)
        try write(folder, "from-python.safetensors")
        let report = try store.repair()
        #expect(report.remaining.map(\.kind) == [.orphaned])
        #expect(report.remaining.map(\.personaID) == ["from-python"])
        #expect(report.restored == [:])
        #expect(report.backups == [])
    }

    @Test func aShapeThatNoFileHasIsCorrected() throws {
        let folder = try TemporaryFolder()
        let store = try makeStore(folder)
        let path = file(folder, "manifest.json")
        let text = String(decoding: try Data(contentsOf: path), as: UTF8.self)
        try Data(text.replacingOccurrences(of: "\"num_layers\": 2", with: "\"num_layers\": 9").utf8)
            .write(to: path)
        #expect(
            try store.verify().findings.map(\.kind) == [
                .shapeDiffers, .shapeDiffers, .shapeDiffers,
            ])
        #expect(try store.repair().remaining == [])
        #expect(try store.listLayers(variants: [.templated]) == 0..<2)
    }

    @Test func aCleanStoreIsNotRewritten() throws {
        let folder = try TemporaryFolder()
        let store = try makeStore(folder)
        let before = try folder.contents()
        let report = try store.repair()
        #expect(report.restored.isEmpty && report.dropped.isEmpty && report.backups.isEmpty)
        #expect(try folder.contents() == before)
    }
}
