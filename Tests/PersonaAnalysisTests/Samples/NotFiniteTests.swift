import AlignedMemory
import Foundation
import PersonaAnalysis
import PersonaVectors
import Safetensors
import TensorMath
import Testing

/// NaN and infinities are refused by everything that would spread them.
@Suite struct NotFiniteTests {
    struct Method: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let run: @Sendable (Matrix<Float>) throws -> Void

        init(_ name: String, _ run: @escaping @Sendable (Matrix<Float>) throws -> Void) {
            testDescription = name
            self.run = run
        }
    }

    @Test(
        arguments: [
            Method("k-means") { _ = try clusterKMeans($0, clusterCount: 2) },
            Method("linkage") { _ = try hierarchicalLinkage(of: $0) },
            Method("Isomap") { _ = try projectIsomap($0, normalized: false) },
            Method("UMAP") { _ = try projectUMAP($0, normalized: false) },
            Method("TwoNN") { _ = try twoNNIntrinsicDimension(of: $0) },
            Method("neighbor graph") { _ = try nearestNeighborEdges(of: $0) },
            Method("cosines") { _ = try cosineSimilarityMatrix(of: $0) },
            Method("explained variance") { _ = try pcaExplainedVariance($0) },
        ], [Float.nan, .infinity, -.infinity])
    func methodsRefuseThem(_ method: Method, value: Float) {
        let samples = Matrix<Float>(rows: [[1, 0], [0, value], [2, 1], [3, 5]])
        let error = #expect(throws: AnalysisError.self) { try method.run(samples) }
        #expect(error?.code == .invalidData)
        #expect(
            error?.message
                == "The vector of sample 1 is \(value) in feature 1: only finite numbers can be "
                + "analysed. Leave it out or extract it again.")
    }

    /// The real personas with one number of one of them replaced.
    private func samples(_ value: Float) throws -> (ids: [String], samples: LayeredSamples) {
        let (ids, samples) = try RealData.samples("templated")
        let (layers, size) = (samples.layers.count, samples.hiddenSize)
        let values = AlignedFloats(count: ids.count * layers * size) { buffer in
            for position in 0..<buffer.count {
                buffer.initializeElement(at: position, to: samples.block.values[position])
            }
            buffer[(7 * layers + 2) * size + 5] = value
        }
        let block = PersonaVectorBlock(
            values: values, personaCount: ids.count, layers: samples.layers, hiddenSize: size)
        return (ids, LayeredSamples(block: block, labels: ids, hoverText: ids, ids: ids))
    }

    @Test func variantsAndSweepsRefuseThem() throws {
        let (ids, broken) = try samples(.nan)
        let labels = try SplitFixture.labels(of: "sex", personaIDs: ids)
        let whole = try RealData.samples("biography").samples
        let cases: [() throws -> Void] = [
            { _ = try variantSimilarityByLayer(whole, broken) },
            { _ = try sweepAttribute(labels, on: broken) },
            {
                _ = try crossValidateProbe(
                    labels, on: broken, layer: 2, kind: .differenceOfMeans, foldCount: 3)
            },
        ]
        for body in cases {
            let error = #expect(throws: AnalysisError.self) { try body() }
            #expect(
                error?.message == "The vector of '\(ids[7])' (id '\(ids[7])') is nan in layer 2, "
                    + "feature 5: only finite numbers can be analysed. Leave it out or extract it "
                    + "again.")
        }
    }

    /// A store of six personas, the last of which holds an infinity in its second layer.
    private func store(in folder: URL) throws -> PersonaVectorStore {
        let store = try PersonaVectorStore(
            modelName: "t/m", rootDirectory: folder, durability: .processCrash)
        for index in 0..<6 {
            let last: Float = index == 5 ? .infinity : 1
            try store.save(
                PersonaVector(layers: [[Float(index), 1, 0], [1, Float(index), last]]),
                variant: .templated, personaID: "p\(index)", personaName: "P\(index)")
        }
        return store
    }

    @Test func trainingStopsAtThem() async throws {
        let folder = try TemporaryFolder()
        let store = try store(in: folder.url)
        let lines = (0..<6).map { "{\"id\": \"p\($0)\", \"persona\": {\"a\": \"\($0 % 2)\"}}" }
        let table = try AttributeTable(
            personas: Array(lines.joined(separator: "\n").utf8), personasPath: "p", schema: nil,
            schemaPath: "s")
        var options = ProbeTrainingOptions()
        options.attributes = ["a", "b"]
        options.minimumClassCount = 2
        let chosen = options
        let error = await #expect(throws: AnalysisError.self) {
            try await trainProbes(on: store, attributes: table, options: chosen)
        }
        #expect(
            error?.message
                == "The vector of 'P5' (id 'p5') is inf in layer 1, feature 2: only finite "
                + "numbers can be analysed. Leave it out or extract it again.")
    }

    @Test func probesAnswerNothingForThem() async throws {
        let folder = try TemporaryFolder()
        let store = try store(in: folder.url)
        let probe = try loadProbeArtifact(at: Fixtures.url("bad/probes/ok"))
        let stored = await #expect(throws: AnalysisError.self) {
            try await probe.predict(from: store)
        }
        #expect(
            stored?.message.hasPrefix("The vector of 'P5' (id 'p5') is inf in layer 1, ") == true)
        for body in [
            { _ = try probe.predict(Matrix(rows: [[1, 2, 3], [1, .nan, 3]])) },
            { _ = try probe.scores(Matrix(rows: [[1, 2, 3], [1, .nan, 3]])) },
        ] {
            let error = #expect(throws: AnalysisError.self) { try body() }
            #expect(
                error?.message
                    == "The vector of sample 1 is nan in feature 1: only finite numbers can "
                    + "be analysed. Leave it out or extract it again.")
        }
    }
}
