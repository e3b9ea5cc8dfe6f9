import Foundation
import PersonaAnalysis
import TensorMath
import Testing

/// Every folder of `Fixtures/bad/probes`.
struct MalformedProbeTests {
    struct Case: Sendable {
        let name: String
        var code = AnalysisError.Code.invalidArtifact
        /// `<folder>` stands for the probe's folder.
        let message: String
    }

    static let refused = [
        Case(
            name: "schema_1",
            message: "Cannot read the probe <folder>/probe.json: 'schema_version' is 1, and must "
                + "be 2. Save it again."),
        Case(
            name: "schema_3",
            message: "Cannot read the probe <folder>/probe.json: 'schema_version' is 3, and must "
                + "be 2. Save it again."),
        Case(
            name: "unknown_task",
            message: "Cannot read the probe <folder>/probe.json: 'task' is \"sentiment\", and must "
                + "be one of binary, ordinal, categorical, numeric. Save it again."),
        Case(
            name: "input_dim_wrong",
            message: "Cannot use the probe <folder>/weights.safetensors: the tensor 'scaler_scale' "
                + "has the shape [3], and [99] is needed: 'input_dim' values. Save it again."),
        Case(
            name: "class_names_wrong_length",
            message: "Cannot use the probe <folder>/weights.safetensors: 'weight' has 2 rows, "
                + "which does not suit the task binary with 1 class name. Save it again."),
        Case(
            name: "no_weights_file", code: .notFound,
            message: "No probe in <folder>: 'weights.safetensors' is missing, and a probe is the "
                + "two files 'probe.json' and 'weights.safetensors'. Check the path, or copy the "
                + "whole folder."),
        Case(
            name: "no_probe_json", code: .notFound,
            message: "No probe in <folder>: 'probe.json' is missing, and a probe is the two files "
                + "'probe.json' and 'weights.safetensors'. Check the path, or copy the whole "
                + "folder."),
        Case(
            name: "missing_bias",
            message: "Cannot use the probe <folder>/weights.safetensors: the tensor 'bias' is "
                + "missing. Save it again."),
        Case(
            name: "scaler_mean_without_scale",
            message: "Cannot use the probe <folder>/weights.safetensors: the tensor 'scaler_mean' "
                + "is there without 'scaler_scale', and they only work together. Save it again."),
        Case(
            name: "pca_components_without_mean",
            message: "Cannot use the probe <folder>/weights.safetensors: the tensor "
                + "'pca_components' is there without 'pca_mean', and they only work together. "
                + "Save it again."),
        Case(
            name: "weight_bias_rows_differ",
            message: "Cannot use the probe <folder>/weights.safetensors: the tensor 'bias' has the "
                + "shape [5], and [2] is needed: one for each row of 'weight'. Save it again."),
        Case(
            name: "weight_nan",
            message: "Cannot use the probe <folder>/weights.safetensors: the tensor 'weight' holds "
                + "nan at position 0, and only finite numbers give answers. Train it again."),
        Case(
            name: "weight_1d",
            message: "Cannot use the probe <folder>/weights.safetensors: the tensor 'weight' has "
                + "the shape [3], and two dimensions of at least one element are needed. Save it "
                + "again."),
    ]

    @Test(arguments: refused)
    func refusesWhatCannotAnswer(_ expected: Case) {
        let folder = Fixtures.url("bad/probes/\(expected.name)")
        let error = #expect(throws: AnalysisError.self) { try loadProbeArtifact(at: folder) }
        #expect(error?.code == expected.code)
        let message = error?.message.replacing(folder.path, with: "<folder>")
        #expect(message == expected.message)
    }

    @Test(arguments: ["weights_truncated", "weights_empty", "weights_is_pickle"])
    func refusesTensorFilesThatAreNone(name: String) {
        let folder = Fixtures.url("bad/probes/\(name)")
        let error = #expect(throws: AnalysisError.self) { try loadProbeArtifact(at: folder) }
        #expect(error?.code == .invalidArtifact)
        #expect(error?.underlyingError != nil)
        let path = folder.appending(path: "weights.safetensors").path
        #expect(error?.path == path)
        #expect(error?.message.hasPrefix("Cannot read the tensors of the probe: ") == true)
    }

    @Test(arguments: [
        "ok", "schema_string_2", "metrics_nan_literal", "extra_tensors", "float16_weights",
    ])
    func acceptsWhatTheOriginalAcceptsAndCanAnswer(name: String) throws {
        let artifact = try loadProbeArtifact(at: Fixtures.url("bad/probes/\(name)"))
        let answers = try artifact.predict(.init(rows: [[1, 2, 3], [-3, 2, 1]]))
        #expect(answers.count == 2)
    }

    @Test func everyFolderIsNamedInATest() throws {
        let tested = Set(Self.refused.map(\.name)).union([
            "weights_truncated", "weights_empty", "weights_is_pickle", "ok", "schema_string_2",
            "metrics_nan_literal", "extra_tensors", "float16_weights",
        ])
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Fixtures.url("bad/probes").path)
        #expect(Set(folders) == tested)
    }

    @Test func listingReportsWhatItCannotRead() {
        let listing = listProbeArtifacts(in: Fixtures.url("bad/probes"))
        let good = [
            "extra_tensors", "float16_weights", "metrics_nan_literal", "ok", "schema_string_2",
        ]
        #expect(listing.entries.map(\.folder.lastPathComponent) == good)
        // What cannot be loaded is not listed; Git keeps no folder without a file.
        let refused = Self.refused.count + 3
        #expect(listing.failures.count == refused)
        #expect(listProbeArtifacts(in: Fixtures.url("nowhere")).entries.isEmpty)
    }
}
