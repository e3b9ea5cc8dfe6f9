import Foundation
import PersonaAnalysis
import TensorMath
import Testing

@Suite struct UMAPTests {
    @Test(arguments: [0, 3, 6])
    func keepsNeighborsAsWellAsUMAPLearn(_ layer: Int) throws {
        let samples = try prepareSamples(RealData.layer(layer))
        var quality: [String: [Double]] = [:]
        for seed: UInt32 in 1...5 {
            var options = UMAPOptions()
            options.seed = seed
            let positions = try projectUMAP(samples, options: options, normalized: false)
            for size in [5, 15] {
                let measured = ProjectionQuality(samples, positions, neighborCount: size)
                quality["trustworthiness_\(size)", default: []].append(measured.trustworthiness)
                quality["knn_overlap_\(size)", default: []].append(measured.overlap)
            }
        }
        for (name, values) in quality {
            let mean = try AnalysisGolden.number(
                AnalysisGolden.value("umap", "layer\(layer)", "five_other_seeds_mean", name))
            let deviation = try AnalysisGolden.number(
                AnalysisGolden.value("umap", "layer\(layer)", "five_other_seeds_std", name))
            let ours = values.reduce(0, +) / Double(values.count)
            #expect(ours >= mean - 2 * deviation, "\(name) of layer \(layer)")
        }
    }

    @Test func givesASeedTheSameBitsWhateverTheThreads() throws {
        let samples = try RealData.layer(4)
        var options = UMAPOptions()
        options.epochCount = 30
        let first = try projectUMAP(samples, options: options, threads: 1)
        #expect(try projectUMAP(samples, options: options, threads: 3) == first)
        options.seed = 43
        #expect(try projectUMAP(samples, options: options) != first)
    }

    @Test func laysOutInThreeDimensionsAndFewSamples() throws {
        var options = UMAPOptions()
        options.componentCount = 3
        options.neighborCount = 99
        let few = Matrix<Float>(rows: [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]])
        let positions = try projectUMAP(few, options: options)
        #expect(positions.rowCount == 4)
        #expect(positions.columnCount == 3)
        #expect(positions.firstNonFinite == nil)
    }

    @Test func survivesSamplesThatCoincide() throws {
        let same = Matrix<Float>(rowCount: 6, columnCount: 4, repeating: 1)
        #expect(try projectUMAP(same).firstNonFinite == nil)
    }

    @Test(arguments: [
        (2, 15, 0.1, nil, "UMAP needs at least 3 samples; there are 2."),
        (4, 0, 0.1, nil, "At least 1 neighbor is needed; 0 were asked for."),
        (4, 15, 1.5, nil, "The minimum distance of UMAP must lie between 0 and 1; it is 1.5."),
        (4, 15, 0.1, -1, "The rounds of UMAP must not be negative; they are -1."),
    ])
    func refuses(
        _ samples: Int, _ neighbors: Int, _ distance: Double, _ epochs: Int?, _ message: String
    ) {
        var options = UMAPOptions()
        options.epochCount = epochs
        options.neighborCount = neighbors
        options.minimumDistance = distance
        let error = #expect(throws: AnalysisError.self) {
            try projectUMAP(Matrix(rowCount: samples, columnCount: 2), options: options)
        }
        #expect(error?.message == message)
    }
}
