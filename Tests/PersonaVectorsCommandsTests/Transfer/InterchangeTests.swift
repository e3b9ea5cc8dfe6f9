import Foundation
import PersonaVectorsTesting
import Testing

@testable import PersonaVectorsCommands

/// What NumPy and the official safetensors make of exported files.
@Suite struct InterchangeTests {
    private struct ReadArray: Decodable, Equatable {
        let dtype: String
        let shape: [Int]
        let values: [Double]
    }

    @Test func exportedFilesAreReadByTheirPrograms() async throws {
        let run = try CommandRunner()
        let source = [
            "--activations-dir", Fixtures.path("stores/basic"), "--model", "google/gemma-2-9b-it",
            "--variant", "templated",
        ]
        let id = "naïve-ид-人"
        for destination in [["a.npz"], ["b", "--as", "npy"], ["c"]] {
            let outcome = await run.run(["export"] + destination + source)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let files = ["a.npz", "b/\(id).npy", "c/\(id).safetensors"].map(run.path)
        let data = try InteropPython.run(script: "numpy_peer.py", arguments: files)
        let read = try JSONDecoder().decode([String: [String: ReadArray]].self, from: data)
        let archive = try #require(read["a.npz"])
        let expected = try #require(archive[id])
        #expect(archive.count == 10)
        #expect(expected.dtype == "float32" && expected.shape == [3, 8])
        // The first value of each layer of that file, as the original saved it.
        #expect(expected.values[0] == 35)
        #expect(read["\(id).npy"]?[""] == expected)
        #expect(read["\(id).safetensors"]?["activations"] == expected)
    }
}
