import Foundation
import PersonaAnalysis
import Testing

@Suite struct PCAReducerFilesTests {
    /// Saves a reducer in a fresh folder, lets `body` work there, and removes the folder.
    func withSavedReducer(
        normalized: Bool = true, _ body: (PCAReducer, URL) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "pca-\(UUID().uuidString)/reducer")
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        let fit = try fitPCA(RealData.layer(3), componentCount: 3, normalized: normalized)
        try savePCAReducer(fit.reducer, in: folder)
        try body(fit.reducer, folder)
    }

    @Test(arguments: [true, false])
    func loadsWhatWasSaved(_ normalized: Bool) throws {
        try withSavedReducer(normalized: normalized) { reducer, folder in
            for file in ["", "reducer.json", "weights.safetensors"] {
                let location = file.isEmpty ? folder : folder.appending(path: file)
                let loaded = try loadPCAReducer(at: location)
                #expect(loaded == reducer)
            }
        }
    }

    @Test func describesItselfInJSON() throws {
        try withSavedReducer { reducer, folder in
            let data = try Data(contentsOf: folder.appending(path: "reducer.json"))
            let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            #expect(object?["method"] as? String == "pca")
            #expect(object?["component_count"] as? Int == 3)
            #expect(object?["feature_count"] as? Int == 384)
            #expect(object?["normalized"] as? Bool == true)
            // Foundation's reader may be off by the last bit.
            let ratios = try #require(object?["explained_variance_ratios"] as? [Double])
            #expect(ratios.count == reducer.explainedVarianceRatios.count)
            for (ratio, wanted) in zip(ratios, reducer.explainedVarianceRatios) {
                #expect(abs(ratio - wanted) <= 1e-15)
            }
        }
    }

    @Test(arguments: [
        ("\"schema_version\": 1", "\"schema_version\": 7", "'schema_version' is 7, and must be 1"),
        ("\"pca\"", "\"umap\"", "'method' is \"umap\", and must be 'pca'"),
        (
            "\"normalized\": true", "\"normalized\": 1",
            "'normalized' is 1, and must be true or false"
        ),
        (
            "\"component_count\": 3", "\"component_count\": 2",
            "the tensor 'components' has the shape [3, 384], and [2, 384] is needed: "
                + "'component_count' rows of 'feature_count' values"
        ),
    ])
    func refusesADescriptionThatDoesNotFit(
        _ text: String, _ replacement: String, _ complaint: String
    ) throws {
        try withSavedReducer { _, folder in
            let file = folder.appending(path: "reducer.json")
            let original = try String(contentsOf: file, encoding: .utf8)
            try #require(original.contains(text))
            try original.replacingOccurrences(of: text, with: replacement)
                .write(to: file, atomically: true, encoding: .utf8)
            let error = #expect(throws: AnalysisError.self) { try loadPCAReducer(at: folder) }
            #expect(error?.code == .invalidArtifact)
            #expect(error?.message.contains(complaint) == true, "\(error?.message ?? "")")
        }
    }

    @Test(arguments: ["reducer.json", "weights.safetensors"])
    func namesAFileThatIsMissing(_ name: String) throws {
        try withSavedReducer { _, folder in
            try FileManager.default.removeItem(at: folder.appending(path: name))
            let error = #expect(throws: AnalysisError.self) { try loadPCAReducer(at: folder) }
            #expect(error?.code == .notFound)
            #expect(error?.message.contains("'\(name)' is missing") == true)
        }
    }
}
