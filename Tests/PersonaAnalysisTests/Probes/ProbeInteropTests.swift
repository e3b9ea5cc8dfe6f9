import Foundation
import PersonaAnalysis
import PersonaVectors
import PersonaVectorsTesting
import TensorMath
import Testing

/// Probes of ours, applied by Python with PyPI's safetensors.
struct ProbeInteropTests {
    struct Answers: Decodable {
        let schema: Int
        let scores: [[Double]]
        let answers: [Answer]
    }

    enum Answer: Decodable, Equatable {
        case label(String)
        case number(Double)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let label = try? container.decode(String.self) {
                self = .label(label)
            } else {
                self = .number(try container.decode(Double.self))
            }
        }
    }

    @Test(arguments: [nil, 8])
    func pythonGivesTheSameAnswers(componentCount: Int?) async throws {
        let folder = try TemporaryFolder()
        let root = folder.url
        let store = try RealData.store()
        var options = ProbeTrainingOptions()
        options.layers = .only([4])
        options.probe.preprocessing = ProbePreprocessing(pcaComponentCount: componentCount)
        let report = try await trainProbes(
            on: store, attributes: RealData.table(), options: options, savingIn: root)
        #expect(report.probes.count == 5)
        let variantFolder = store.rootDirectory.appending(
            path: "sentence-transformers__all-MiniLM-L6-v2/answer_mean/templated")
        for probe in report.probes {
            let saved = try #require(probe.folder)
            let output = try InteropPython.run(
                script: "probe_predict.py",
                arguments: [saved.path]
                    + report.personaIDs.map {
                        variantFolder.appending(path: $0 + ".safetensors").path
                    })
            let python = try JSONDecoder().decode(Answers.self, from: output)
            #expect(python.schema == 2)
            let ours = try await probe.artifact.predict(from: store)
            #expect(ours.personaIDs == report.personaIDs)
            for (row, scores) in python.scores.enumerated() {
                for (column, score) in scores.enumerated() {
                    let error = abs(ours.scores[row, column] - score)
                    #expect(error <= 1e-4 * max(1, abs(score)))
                }
            }
            for (found, expected) in zip(ours.predictions, python.answers) {
                if case .category(_, let name) = found {
                    #expect(name.map { .label($0) } == expected)
                }
            }
        }
    }
}
