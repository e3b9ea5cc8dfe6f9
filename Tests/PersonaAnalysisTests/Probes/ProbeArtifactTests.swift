import Foundation
import PersonaAnalysis
import PersonaVectors
import TensorMath
import Testing

/// Saved probes against the original's, in `Fixtures/probes/artifacts`.
struct ProbeArtifactTests {
    @Test func answersAreThoseOfTheOriginal() async throws {
        let fixture = try ArtifactFixture.load()
        #expect(fixture.artifacts.count == 15)
        let store = try RealData.store()
        for (name, expected) in fixture.artifacts {
            let artifact = try loadProbeArtifact(
                at: Fixtures.url("probes/" + expected.directory))
            let ids = try store.listPersonas(variants: [.templated])
                .filter { !expected.droppedPersonaIds.contains($0) }
            let answers = try await artifact.predict(from: store, personaIDs: ids)
            for (row, outputs) in expected.outputsFirst24F32.enumerated() {
                for (column, output) in outputs.enumerated() {
                    let error = abs(answers.scores[row, column] - output)
                    #expect(error <= 1e-4 * max(1, abs(output)), "\(name), \(row), \(column)")
                }
            }
            guard let predicted = expected.predictedAll else { continue }
            let numbers = answers.predictions.map { prediction -> Int? in
                guard case .category(let number, let label) = prediction else { return nil }
                #expect(label == artifact.metadata.classNames?[number])
                return number
            }
            #expect(numbers == predicted.map(Optional.some), "\(name)")
        }
    }

    /// The fits agree with the float64 fits that the fixture was given beside scikit-learn's.
    @Test func weightsAreThoseOfTheOptimum() throws {
        let (table, fixture) = (try RealData.table(), try ArtifactFixture.load())
        let (ids, samples) = try RealData.samples("templated")
        for (name, expected) in fixture.artifacts {
            let golden = try loadProbeArtifact(
                at: Fixtures.url("probes/" + expected.directory)
            ).metadata
            let info = try table.info(for: golden.attribute)
            let labels = try ProbeLabels(
                info, values: table.values(of: info.name, for: ids)
            ).droppingClasses(rarerThan: 5)
            var options = ProbeOptions()
            options.kinds = [golden.kind]
            options.preprocessing = golden.preprocessing
            let row = try #require(
                sweepAttribute(labels, on: samples, layers: [4], options: options).first)
            let artifact = try fitProbeArtifact(
                labels, on: samples, row: row, modelName: golden.modelName,
                variant: golden.variant, maskStrategy: golden.maskStrategy,
                preprocessing: golden.preprocessing)
            var comparable = artifact.metadata
            comparable.metrics = golden.metrics
            #expect(comparable == golden, "\(name)")
            let first = labels.samples.prefix(24).flatMap {
                samples.row(sample: $0, layerPosition: 4)
            }
            let scores = try artifact.scores(
                Matrix(rowCount: 24, columnCount: samples.hiddenSize, values: first))
            for (row, optimum) in try expected.optimum().enumerated() {
                for (column, value) in optimum.enumerated() {
                    // A binary probe is saved as two halves of one decision.
                    let found = golden.task == .binary ? 2 * scores[row, 1] : scores[row, column]
                    #expect(abs(found - value) <= 1e-4 * max(1, abs(value)), "\(name), \(row)")
                }
            }
        }
    }

    @Test func savingWhatWasLoadedGivesTheSameBytes() throws {
        let listing = listProbeArtifacts(in: Fixtures.url("probes"))
        #expect(listing.entries.count == 20 && listing.failures.isEmpty)
        for entry in listing.entries {
            let folder = try TemporaryFolder()
            let saved = try saveProbeArtifact(
                loadProbeArtifact(at: entry.folder), in: folder.url)
            #expect(entry.folder.path.hasSuffix(entry.metadata.relativePath))
            for name in ["probe.json", "weights.safetensors"] {
                let bytes = try Data(contentsOf: saved.appending(path: name))
                let original = try Data(contentsOf: entry.folder.appending(path: name))
                #expect(bytes == original, "\(entry.folder.path)/\(name)")
            }
        }
    }

    @Test(arguments: ["", "probe.json", "weights.safetensors"])
    func pathMayBeTheFolderOrAFile(name: String) throws {
        let folder = Fixtures.url("bad/probes/ok")
        let artifact = try loadProbeArtifact(
            at: name.isEmpty ? folder : folder.appending(path: name))
        #expect(artifact.metadata.attribute == "sex" && artifact.metadata.layer == 1)
    }

    @Test func provenanceIsKeptBehindTheOriginalsKeys() throws {
        var artifact = try loadProbeArtifact(at: Fixtures.url("bad/probes/ok"))
        artifact.metadata.provenance = ProbeProvenance()
        artifact.metadata.provenance?.datasetRevision = "abc"
        artifact.metadata.provenance?.seed = 7
        let folder = try TemporaryFolder()
        let saved = try saveProbeArtifact(artifact, in: folder.url)
        let text = try String(contentsOf: saved.appending(path: "probe.json"), encoding: .utf8)
        #expect(
            text.hasSuffix(
                """
                  "metrics": {},
                  "provenance": {
                    "dataset_revision": "abc",
                    "seed": 7
                  }
                }
                """))
        #expect(try loadProbeArtifact(at: saved) == artifact)
    }

    @Test func vectorsOfAnotherModelAreRefused() throws {
        let artifact = try loadProbeArtifact(at: Fixtures.url("bad/probes/ok"))
        let error = #expect(throws: AnalysisError.self) {
            try artifact.predict(Matrix(rows: [[1, 2]]))
        }
        #expect(error?.code == .invalidData)
        #expect(
            error?.message == "Cannot apply the probe of 'sex' for layer 1 to vectors of 2 "
                + "features; it was trained on 3. Use vectors of the model it was trained for.")
    }

    @Test func namesThatCannotBeFoldersAreRefused() throws {
        var artifact = try loadProbeArtifact(at: Fixtures.url("bad/probes/ok"))
        artifact.metadata.attribute = "../sex"
        let folder = try TemporaryFolder()
        let escaping = artifact
        let root = folder.url
        let error = #expect(throws: ArtifactError.self) {
            try saveProbeArtifact(escaping, in: root)
        }
        #expect(error?.code == .invalidName)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).isEmpty)
    }
}
