import Foundation
import Testing

@testable import NumPyFiles

/// Damaged files are refused or read, and never end the process.
@Suite struct MutationTests {
    /// Knuth's MMIX generator: a failure can be repeated by its seed.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private func mutated(_ bytes: [UInt8], _ generator: inout Generator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let position = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[position] = .random(in: 0...255, using: &generator)
            case 1: bytes[position] = 0xFF
            case 2: bytes.removeSubrange(position...)
            default: bytes.insert(bytes[position], at: position)
            }
        }
        return bytes
    }

    @Test func arraysWithDamageAreReadOrRefused() throws {
        var generator = Generator(state: 20_260_101)
        for name in ["f4-little.npy", "three-fortran.npy", "version-2.npy", "scalar.npy"] {
            let bytes = [UInt8](try Data(contentsOf: Fixtures.folder.appending(path: name)))
            for _ in 0..<5_000 {
                let damaged = mutated(bytes, &generator)
                do throws(NumPyFileError) {
                    let array = try NPYFile.decode(damaged[...], path: name)
                    #expect(
                        array.bytes.count == array.shape.reduce(array.dtype.byteCount, *))
                } catch {
                    #expect(!error.message.isEmpty)
                }
            }
        }
    }

    @Test func archivesWithDamageAreReadOrRefused() throws {
        var generator = Generator(state: 20_260_102)
        let file = FileManager.default.temporaryDirectory
            .appending(path: "npz-\(UUID().uuidString).npz")
        defer { try? FileManager.default.removeItem(at: file) }
        for name in ["stored.npz", "compressed.npz", "with-comment.npz"] {
            let bytes = [UInt8](try Data(contentsOf: Fixtures.folder.appending(path: name)))
            for _ in 0..<700 {
                try Data(mutated(bytes, &generator)).write(to: file)
                do throws(NumPyFileError) {
                    let archive = try NPZFile(path: file.path)
                    for index in archive.names.indices { _ = try archive.array(at: index) }
                } catch {
                    #expect(!error.message.isEmpty)
                }
            }
        }
    }
}
